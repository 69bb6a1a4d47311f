package cloud.maidan.portal.members;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Every signed-in member may come. On a controller, or on a method, where it replaces the controller's. */
@May(Permission.LOOK_AFTER_OWN_DATA)
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Members {}
