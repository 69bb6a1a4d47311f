package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ClassPathResource;

/** The services that the portal will learn to ask; until then each says that it cannot. */
final class PlannedServices {

    private PlannedServices() {}

    record Planned(String id, String product, String icon, int order) {

        ServiceProfile profile() {
            Text notYet = Text.of("services.planned", product);
            return new ServiceProfile(
                    new ServiceId(id),
                    product,
                    icon,
                    order,
                    List.of(),
                    Arrays.stream(Capability.class.getPermittedSubclasses())
                            .collect(Collectors.toMap(type -> type.asSubclass(Capability.class), type -> notYet)));
        }
    }

    static List<ServiceProfile> profiles() {
        var sources = new MutablePropertySources();
        try {
            new YamlPropertySourceLoader()
                    .load("planned", new ClassPathResource("services/planned-services.yaml"))
                    .forEach(sources::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Binder(ConfigurationPropertySources.from(sources))
                .bind("planned", Bindable.listOf(Planned.class)).orElse(List.of()).stream()
                        .map(Planned::profile)
                        .toList();
    }
}
