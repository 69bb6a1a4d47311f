package cloud.maidan.portal.blueprints;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how members sign in to a service, and refuses what a client of Authentik must not say. */
record SignInReader(
        Section section, References references, Map<String, Parameter> parameters, Map<String, Part> parts) {

    private static final String ADDRESS = "https://\\$\\{[a-z-]+}/[A-Za-z0-9/_.-]*";
    private static final String GROUP = "[a-z][a-z0-9-]{0,60}";

    SignIn read() {
        String at = section.text("at");
        if (!is(at, Parameter.Type.HOSTNAME)) {
            throw new BlueprintFault(section.at("at") + ": there is no host name " + at);
        }
        List<String> redirects = section.list("redirects");
        if (redirects.isEmpty()) {
            throw new BlueprintFault(section.at("redirects") + " is missing");
        }
        redirects.forEach(address -> address("redirects", address));
        String group = section.text("group");
        if (!group.matches(GROUP)) {
            throw new BlueprintFault(section.at("group") + ": " + group + " is not the name of a group");
        }
        SignIn read = new SignIn(
                at,
                address("opens", section.text("opens")),
                redirects,
                group,
                confirmed(),
                part(),
                environment(),
                files());
        section.end();
        return read;
    }

    private boolean is(String name, Parameter.Type type) {
        Parameter parameter = parameters.get(name);
        return parameter != null && parameter.type() == type;
    }

    private Optional<String> confirmed() {
        Optional<String> confirmed = section.maybe("confirmed");
        if (confirmed.filter(name -> !is(name, Parameter.Type.SWITCH)).isPresent()) {
            throw new BlueprintFault(section.at("confirmed") + ": there is no switch " + confirmed.get());
        }
        return confirmed;
    }

    private String address(String key, String address) {
        if (!address.matches(ADDRESS)) {
            throw new BlueprintFault(
                    section.at(key) + ": " + address + " is not an address such as https://${domain}/");
        }
        return references.open(section.at(key), address);
    }

    private String part() {
        String name = section.text("container");
        Part part = parts.get(name);
        if (part == null || part.files().isEmpty()) {
            throw new BlueprintFault(section.at("container") + ": there is no " + name + " that has files");
        }
        return name;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = section.texts("environment");
        environment.forEach((name, value) -> references.open(section.at("environment." + name), value));
        return environment;
    }

    private Map<String, String> files() {
        Map<String, String> files = section.texts("files");
        files.forEach((name, content) -> {
            if (!name.matches(PartReader.FILE)) {
                throw new BlueprintFault(section.at("files") + ": " + name + " is not the name of a file");
            }
            references.closed(section.at("files." + name), content);
        });
        return files;
    }
}
