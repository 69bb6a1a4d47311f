package cloud.maidan.portal.docker;

import java.util.EnumSet;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether this process is the operator. One that is told no roles has them all; a role that does not exist ends the start. */
class OperatorRole implements Condition {

    /** What one process of the portal does. */
    enum ProcessRole {
        WEB,
        WORKER,
        OPERATOR
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return roles(context.getEnvironment()).contains(ProcessRole.OPERATOR);
    }

    static Set<ProcessRole> roles(Environment environment) {
        return Binder.get(environment)
                .bind("portal.roles", Bindable.setOf(ProcessRole.class))
                .orElseGet(() -> EnumSet.allOf(ProcessRole.class));
    }
}
