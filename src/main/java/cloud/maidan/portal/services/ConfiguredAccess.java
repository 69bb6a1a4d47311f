package cloud.maidan.portal.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
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
class ConfiguredAccess implements ServiceAccess {

    private static final int LONGEST_SECRET = 16 * 1024;

    private final Environment environment;
    private final Map<ServiceId, Optional<URI>> addresses = new ConcurrentHashMap<>(); // configuration stays as it is

    ConfiguredAccess(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Optional<URI> address(ServiceId service) {
        return addresses.computeIfAbsent(
                service, asked -> property(asked, "url").map(url -> checked(asked, url)));
    }

    @Override
    public Optional<Secret> secret(ServiceId service, String name) {
        return property(service, name + "-file").map(file -> () -> read(service, name, Path.of(file)));
    }

    private Optional<String> property(ServiceId service, String name) {
        return Optional.ofNullable(environment.getProperty("portal.services." + service + "." + name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private URI checked(ServiceId service, String url) {
        String key = "portal.services." + service + ".url";
        URI address;
        try {
            address = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(key + " is not an address", e);
        }
        if (address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            throw new IllegalStateException(
                    key + " must be https://host[:port][/path], without user, parameters and fragment");
        }
        boolean ownNetwork =
                property(service, "plain-http").map(Boolean::valueOf).orElse(false);
        if ("http".equals(address.getScheme()) && !ownNetwork && !onThisMachine(address.getHost())) {
            throw new IllegalStateException(key + " is plain http, which would show our credentials to the network;"
                    + " use https, or set portal.services." + service
                    + ".plain-http=true when the network between is your own");
        }
        return address;
    }

    private static boolean onThisMachine(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (!literal.matches("[0-9.]+") && !literal.contains(":")) {
            return false; // a name is not looked up: it may mean another machine tomorrow
        }
        try {
            return InetAddress.getByName(literal).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String read(ServiceId service, String name, Path file) {
        try {
            if (Files.size(file) > LONGEST_SECRET) {
                throw unusable(service, name, "too long");
            }
            String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (secret.isEmpty() || secret.chars().anyMatch(Character::isISOControl)) {
                throw unusable(service, name, secret.isEmpty() ? "empty" : "more than one line");
            }
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
