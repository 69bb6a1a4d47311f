package cloud.maidan.portal.services;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Addresses and secrets from configuration. A secret is a file's content, so it never stands in the environment or an
 * argument list. Plain {@code http} would show it to the network: outside this machine it is taken only when
 * {@code portal.services.<name>.plain-http=true} says that the network is our own, as between containers.
 */
@Component
public class ConfiguredAccess {

    /** Bytes; more is not even read. */
    private static final int LARGEST_FILE = 64 * 1024;

    private final Environment environment;
    private final Map<ServiceId, Optional<URI>> addresses = new ConcurrentHashMap<>(); // configuration stays as it is

    ConfiguredAccess(Environment environment) {
        this.environment = environment;
    }

    /** Without a trailing slash; empty when none is configured. */
    public Optional<URI> address(ServiceId service) {
        return addresses.computeIfAbsent(
                service, asked -> property(asked, "url").map(url -> checked(asked, url)));
    }

    /** As {@link ServiceAccess#secret}, whether there is an address or not. */
    public Optional<ServiceAccess.Secret> secret(ServiceId service, String name) {
        return property(service, name + "-file").map(file -> () -> read(service, name, Path.of(file)));
    }

    /** As {@link ServiceAccess#word}. */
    public Optional<String> word(ServiceId service, String name) {
        return property(service, name);
    }

    /** Whether plain http may carry what we identify ourselves with, since the network between is our own. */
    public boolean ownNetwork(ServiceId service) {
        return property(service, "plain-http").map(Boolean::valueOf).orElse(false);
    }

    private Optional<String> property(ServiceId service, String name) {
        return Optional.ofNullable(environment.getProperty("portal.services." + service + "." + name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private URI checked(ServiceId service, String url) {
        String key = "portal.services." + service + ".url";
        return switch (ServiceAddress.read(url, ownNetwork(service))) {
            case ServiceAddress.Good(URI address) -> address;
            case ServiceAddress.Wrong(ServiceAddress.Flaw flaw) ->
                throw new IllegalStateException(key + " " + flaw.said()
                        + (flaw == ServiceAddress.Flaw.PLAIN_HTTP
                                ? "; use https, or set portal.services." + service
                                        + ".plain-http=true when the network between is your own"
                                : ""));
        };
    }

    private static String read(ServiceId service, String name, Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw unusable(service, name, "too long");
            }
            String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
            Credential.flaw(secret).ifPresent(flaw -> {
                throw unusable(service, name, flaw.said());
            });
            return secret;
        } catch (IOException e) {
            throw unusable(service, name, e.getClass().getSimpleName());
        }
    }

    private static ServiceFault unusable(ServiceId service, String name, String why) {
        return new ServiceFault(
                Fault.REFUSED,
                null,
                "the file of portal.services." + service + "." + name + "-file cannot be used: " + why,
                null);
    }
}
