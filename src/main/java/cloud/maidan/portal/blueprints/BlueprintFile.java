package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.blueprints.Blueprint.Egress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import tools.jackson.databind.json.JsonMapper;

/** One blueprint as it lies in a file: YAML in which every scalar is a text, without anchors and repeated keys. */
record BlueprintFile(String name, String yaml) {

    private static final int LONGEST = 200_000;
    static final String NAME = "[a-z][a-z0-9-]{0,30}";

    Blueprint read() {
        Object tree = tree();
        Section file = Section.of(name + ":", tree);
        String service = named(file.text("service"), "service");
        Map<String, Parameter> parameters = parameters(file);
        Optional<Section> signIn = file.maybeSection("sign-in");
        Set<String> secrets = new TreeSet<>(file.list("secrets"));
        signIn.ifPresent(each -> secrets.add(SignIn.SECRET));
        secrets.forEach(secret -> named(secret, "secrets"));
        List<Egress> egress = file.texts("egress").entrySet().stream()
                .map(each -> new Egress(each.getKey(), each.getValue()))
                .toList();
        References references = new References(name, parameters.keySet(), secrets);
        Set<String> switches = switches(parameters);
        Map<String, Part> parts = new LinkedHashMap<>();
        file.sections("containers")
                .forEach((part, section) -> parts.put(
                        named(part, "containers"),
                        new PartReader(section, references, switches, !egress.isEmpty()).read()));
        if (parts.isEmpty()) {
            throw new BlueprintFault(name + ": containers is missing");
        }
        String ran = file.text("ran");
        OverlayReader reached = new OverlayReader(name, parts, file);
        Map<String, Allowed> commands = reached.commands();
        Blueprint blueprint = new Blueprint(
                service,
                file.text("title"),
                file.text("version"),
                ran.equals("never") ? Optional.empty() : Optional.of(ran),
                parameters,
                secrets,
                egress,
                parts,
                reached.overlays(commands),
                commands,
                signIn.map(each -> new SignInReader(each, references, parameters, parts).read()),
                Map.of(),
                hash(tree));
        file.end();
        return blueprint;
    }

    private Map<String, Parameter> parameters(Section file) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        file.sections("parameters").forEach((parameter, section) -> {
            Parameter.Type type =
                    section.as("type", text -> Parameter.Type.named(text).orElseThrow(IllegalArgumentException::new));
            Optional<String> fallback = section.maybe("default");
            if (fallback.isPresent() && !type.fits(fallback.get())) {
                throw new BlueprintFault(section.at("default") + " is not of its type");
            }
            parameters.put(named(parameter, "parameters"), new Parameter(type, section.text("meaning"), fallback));
            section.end();
        });
        return parameters;
    }

    private static Set<String> switches(Map<String, Parameter> parameters) {
        return parameters.entrySet().stream()
                .filter(each -> each.getValue().type() == Parameter.Type.SWITCH)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private String named(String text, String where) {
        if (!text.matches(NAME)) {
            throw new BlueprintFault(name + ": " + where + ": " + text + " is not a plain lower-case name");
        }
        return text;
    }

    private Object tree() {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        strict.setMaxAliasesForCollections(0);
        strict.setNestingDepthLimit(12);
        strict.setCodePointLimit(LONGEST);
        DumperOptions unused = new DumperOptions();
        try {
            Object tree = new Yaml(
                            new SafeConstructor(strict), new Representer(unused), unused, strict, new Resolver() {
                                @Override
                                protected void addImplicitResolvers() {
                                    // 1.20 is a version and no is a word: nothing is guessed
                                }
                            })
                    .load(yaml);
            if (tree == null) {
                throw new BlueprintFault(name + ": is empty");
            }
            return tree;
        } catch (YAMLException wrong) {
            throw new BlueprintFault(name + ": is no YAML that a blueprint may be: "
                    + String.valueOf(wrong.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static String hash(Object tree) {
        try {
            byte[] canonical = JsonMapper.shared().writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
