package cloud.maidan.portal.members;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The person must have signed in at the identity provider (its {@code auth_time}) within the given minutes; otherwise
 * they are sent there and come back: a GET to itself, a POST to the page it was sent from.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface FreshSignIn {

    /** Greatest age of the sign-in in minutes. */
    int minutes() default 5;
}
