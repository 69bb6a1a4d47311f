package cloud.maidan.portal.members;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.method.HandlerMethod;

/**
 * Who may come to a route, as its annotations say: the method's if it has any, else the controller's.
 *
 * @param permission null: anyone
 * @param freshMinutes greatest age of the sign-in in minutes; 0: any
 */
record Declaration(@Nullable Permission permission, int freshMinutes) {

    /** Empty when nothing is declared. */
    static Optional<Declaration> of(HandlerMethod route) {
        FreshSignIn fresh = AnnotatedElementUtils.findMergedAnnotation(route.getMethod(), FreshSignIn.class);
        int minutes = fresh == null ? 0 : fresh.minutes();
        return on(route.getMethod(), minutes).or(() -> on(route.getBeanType(), minutes));
    }

    boolean open() {
        return permission == null;
    }

    /** One of them is enough; empty means anyone. */
    Set<Role> roles() {
        return permission == null ? Set.of() : Set.copyOf(permission.roles());
    }

    private static Optional<Declaration> on(AnnotatedElement element, int minutes) {
        May may = AnnotatedElementUtils.getMergedAnnotation(element, May.class);
        if (may != null) {
            return Optional.of(new Declaration(may.value(), minutes));
        }
        // modules below this one cannot know @Anyone
        PreAuthorize below = element.getAnnotation(PreAuthorize.class);
        boolean anyone = element.isAnnotationPresent(Anyone.class)
                || below != null && below.value().equals("permitAll()");
        return anyone ? Optional.of(new Declaration(null, minutes)) : Optional.empty();
    }
}
