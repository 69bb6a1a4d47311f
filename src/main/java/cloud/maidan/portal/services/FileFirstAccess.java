package cloud.maidan.portal.services;

import java.net.URI;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Configuration and files first, then what was typed. A file's secret is sent to a configured address alone: whoever may
 * type an address must not learn by it what is in the file.
 */
@Component
class FileFirstAccess implements ServiceAccess {

    private final ConfiguredAccess configured;
    private final ObjectProvider<TypedAccess> typed;

    FileFirstAccess(ConfiguredAccess configured, ObjectProvider<TypedAccess> typed) {
        this.configured = configured;
        this.typed = typed;
    }

    @Override
    public Optional<URI> address(ServiceId service) {
        return configured.address(service).or(() -> typed().flatMap(source -> source.address(service)));
    }

    @Override
    public Optional<Secret> secret(ServiceId service, String name) {
        Optional<Secret> file = configured.secret(service, name);
        return file.isPresent()
                ? file.filter(secret -> configured.address(service).isPresent())
                : typed().flatMap(source -> source.secret(service, name));
    }

    @Override
    public Optional<String> word(ServiceId service, String name) {
        return configured
                .word(service, name)
                .or(() ->
                        typed().flatMap(source -> source.secret(service, name)).map(Secret::read));
    }

    private Optional<TypedAccess> typed() {
        return Optional.ofNullable(typed.getIfAvailable());
    }
}
