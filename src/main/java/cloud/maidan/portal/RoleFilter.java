package cloud.maidan.portal;

import cloud.maidan.portal.subject.ProcessRole;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;

/**
 * Leaves out of a process what its roles do not need: no page is found where nobody is to be answered, and an operator
 * that is nothing else finds only what looks after the engine.
 */
final class RoleFilter extends TypeExcludeFilter {

    private static final String HERE = RoleFilter.class.getPackageName();
    private static final List<String> OF_THE_OPERATOR =
            List.of("docker", "blueprints", "provisioning", "keys", "audit");

    private final Set<ProcessRole> roles;

    private RoleFilter(Set<ProcessRole> roles) {
        this.roles = roles;
    }

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        return !roles.contains(ProcessRole.WEB) && page(reader)
                || roles.equals(Set.of(ProcessRole.OPERATOR)) && !ofTheOperator(reader);
    }

    private static boolean page(MetadataReader reader) {
        var annotations = reader.getAnnotationMetadata().getAnnotations();
        return annotations.isPresent(Controller.class) || annotations.isPresent(ControllerAdvice.class);
    }

    private static boolean ofTheOperator(MetadataReader reader) {
        String name = reader.getClassMetadata().getClassName();
        String module = name.substring(Math.min(name.length(), HERE.length() + 1));
        return !module.contains(".") || OF_THE_OPERATOR.contains(module.substring(0, module.indexOf('.')));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoleFilter filter && filter.roles.equals(roles);
    }

    @Override
    public int hashCode() {
        return Objects.hash(roles);
    }

    /** Puts the filter in place before anything is looked for. */
    static class Initializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext portal) {
            portal.getBeanFactory()
                    .registerSingleton("roleFilter", new RoleFilter(ProcessRole.of(portal.getEnvironment())));
        }
    }
}
