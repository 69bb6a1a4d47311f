package cloud.maidan.portal.subject;

import java.util.Arrays;
import java.util.Set;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether this process has one of the roles that {@link OnlyIn} names. */
class GivenRole implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Set<ProcessRole> given = ProcessRole.of(context.getEnvironment());
        ProcessRole[] wanted = metadata.getAnnotations().get(OnlyIn.class).getEnumArray("value", ProcessRole.class);
        return Arrays.stream(wanted).anyMatch(given::contains);
    }
}
