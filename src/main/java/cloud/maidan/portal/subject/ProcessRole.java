package cloud.maidan.portal.subject;

import java.util.EnumSet;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What one process of the portal does. */
public enum ProcessRole {
    /** Answers people's browsers. */
    WEB,
    /** Carries out durable steps. */
    WORKER,
    /** Reaches the container engine. */
    OPERATOR;

    /**
     * Those that {@code portal.roles} gives this process; all of them when it gives none.
     *
     * @throws IllegalStateException when it is there and empty
     * @throws org.springframework.boot.context.properties.bind.BindException when it names one that does not exist
     */
    public static Set<ProcessRole> of(Environment environment) {
        Set<ProcessRole> roles = Binder.get(environment)
                .bind("portal.roles", Bindable.setOf(ProcessRole.class))
                .orElseGet(() -> EnumSet.allOf(ProcessRole.class));
        if (roles.isEmpty()) {
            throw new IllegalStateException("portal.roles is empty: name web, worker or operator, or leave it out");
        }
        return roles;
    }
}
