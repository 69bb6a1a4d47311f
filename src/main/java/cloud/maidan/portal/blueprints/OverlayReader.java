package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.blueprints.Overlay.Form;
import cloud.maidan.portal.blueprints.Overlay.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what policies reach of a blueprint: settings and commands. */
record OverlayReader(String name, Map<String, Part> parts, Section file) {

    private static final String SETTING = "[A-Za-z][A-Za-z0-9_.]{0,100}";

    Map<String, Allowed> commands() {
        Map<String, Allowed> commands = new LinkedHashMap<>();
        file.sections("commands").forEach((command, section) -> {
            if (!command.matches(BlueprintFile.NAME)) {
                throw new BlueprintFault(name + ": commands: " + command + " is not a plain lower-case name");
            }
            commands.put(command, command(section));
        });
        return commands;
    }

    Map<String, Overlay> overlays(Map<String, Allowed> commands) {
        Map<String, Overlay> overlays = new LinkedHashMap<>();
        file.sections("overlays").forEach((from, section) -> {
            Form form = section.as("form", text -> Form.valueOf(text.toUpperCase(Locale.ROOT)));
            String part = part(section);
            String write = form == Form.YAML ? section.text("write") : "";
            if (form == Form.YAML && !free(part, write)) {
                throw new BlueprintFault(
                        section.at("write") + ": " + write + " is no new file beside those of " + part);
            }
            Map<String, Key> keys = new LinkedHashMap<>();
            section.section("keys");
            section.sections("keys").forEach((key, said) -> keys.put(key, key(key, said, form, commands)));
            overlays.put(from, new Overlay(from, part, form, write, keys));
            section.end();
        });
        return overlays;
    }

    private Key key(String setting, Section said, Form form, Map<String, Allowed> commands) {
        if (!setting.matches(SETTING)) {
            throw new BlueprintFault(said.at("kind") + ": " + setting + " is not the name of a setting");
        }
        Overlay.Kind kind =
                said.as("kind", text -> Overlay.Kind.named(text).orElseThrow(IllegalArgumentException::new));
        Optional<String> command = form == Form.COMMANDS ? Optional.of(said.text("run")) : Optional.empty();
        if (command.isPresent()
                && (!commands.containsKey(command.get())
                        || commands.get(command.get()).arguments().size() != 1)) {
            throw new BlueprintFault(said.at("run") + ": there is no command " + command.get() + " of one argument");
        }
        Key key = new Key(kind, said.maybe("default"), command);
        if (key.fallback().isPresent() && !key.fits(key.fallback().get())) {
            throw new BlueprintFault(said.at("default") + " is not of its kind");
        }
        said.end();
        return key;
    }

    private Allowed command(Section section) {
        Map<String, Parameter.Type> arguments = new LinkedHashMap<>();
        section.texts("arguments")
                .forEach((argument, type) -> arguments.put(
                        argument,
                        Parameter.Type.named(type)
                                .orElseThrow(() ->
                                        new BlueprintFault(section.at("arguments") + ": " + type + " is no type"))));
        References references = new References(name, arguments.keySet(), Set.of());
        List<String> line = section.list("run");
        if (line.isEmpty() || line.getFirst().contains("$")) {
            throw new BlueprintFault(section.at("run") + " must begin with a program");
        }
        line.forEach(text -> references.open(section.at("run"), text));
        Allowed command = new Allowed(part(section), line, arguments);
        section.end();
        return command;
    }

    private String part(Section section) {
        String part = section.text("container");
        if (!parts.containsKey(part)) {
            throw new BlueprintFault(section.at("container") + ": there is no container " + part);
        }
        return part;
    }

    private boolean free(String part, String write) {
        return write.matches(PartReader.FILE)
                && Optional.ofNullable(parts.get(part))
                        .flatMap(Part::files)
                        .filter(files -> !files.contents().containsKey(write))
                        .isPresent();
    }
}
