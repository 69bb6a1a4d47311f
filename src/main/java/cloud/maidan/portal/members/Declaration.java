package cloud.maidan.portal.members;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.method.HandlerMethod;

/**
 * Who may come to a route, as its annotations say: the method's if it has any, else the controller's.
 *
 * @param roles one of them is enough; empty means anyone
 * @param freshMinutes greatest age of the sign-in in minutes; 0: any
 */
record Declaration(Set<Role> roles, int freshMinutes) {

    Declaration {
        roles = Set.copyOf(roles);
    }

    /** Empty when nothing is declared. */
    static Optional<Declaration> of(HandlerMethod route) {
        FreshSignIn fresh = AnnotatedElementUtils.findMergedAnnotation(route.getMethod(), FreshSignIn.class);
        return on(route.getMethod())
                .or(() -> on(route.getBeanType()))
                .map(roles -> new Declaration(roles, fresh == null ? 0 : fresh.minutes()));
    }

    boolean open() {
        return roles.isEmpty();
    }

    private static Optional<Set<Role>> on(AnnotatedElement element) {
        List<RouteFor> found = Stream.of(element.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> (@Nullable RouteFor) type.getAnnotation(RouteFor.class))
                .filter(java.util.Objects::nonNull)
                .map(java.util.Objects::requireNonNull)
                .toList();
        if (found.isEmpty()) {
            // modules below this one cannot know @Anyone
            PreAuthorize below = element.getAnnotation(PreAuthorize.class);
            return below != null && below.value().equals("permitAll()") ? Optional.of(Set.of()) : Optional.empty();
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        found.stream().flatMap(it -> Arrays.stream(it.value())).forEach(roles::add);
        return Optional.of(roles);
    }
}
