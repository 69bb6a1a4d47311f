package cloud.maidan.portal.docker;

import static cloud.maidan.portal.docker.DockerEngine.name;
import static cloud.maidan.portal.docker.DockerEngine.reference;

import cloud.maidan.portal.docker.EngineFault.Why;
import cloud.maidan.portal.docker.EngineLine.Bounds;
import cloud.maidan.portal.docker.EngineLine.Question;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Docker Engine API v1.41, as far as something is changed by it or heard of. */
record DockerWorks(EngineLine line) implements ContainerWorks {

    private static final String TAR = "application/x-tar";

    @Override
    public List<ContainerStanding> labelled(String label, String value) {
        String filters = escaped("{\"label\":[\"" + name(label) + "=" + name(value) + "\"]}");
        return answered("containers/json?all=true&filters=" + filters, "")
                .valueStream()
                .map(found -> "containers/" + found.path("Id").asString("") + "/json")
                .flatMap(path -> line.find(Question.get(path, ""), line.everyday(), EngineLine::json).stream())
                .map(json -> new Inspected(json).standing())
                .toList();
    }

    @Override
    public String create(ContainerSpec spec) {
        String path = "containers/create?name=" + name(spec.name());
        String id =
                sent(path, spec.name(), new SpecBody(spec).json()).path("Id").asString("");
        spec.networks().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .skip(1)
                .forEach(network -> connect(network.getKey(), id, network.getValue()));
        return id;
    }

    @Override
    public void start(String container) {
        line.ask(Question.post("containers/" + name(container) + "/start", container));
    }

    @Override
    public void stop(String container, Duration grace) {
        Bounds patient = new Bounds(
                line.everyday().longest().plus(grace), line.everyday().most());
        String path = "containers/" + name(container) + "/stop?t=" + grace.toSeconds();
        line.find(Question.post(path, container), patient, body -> "");
    }

    @Override
    public void remove(String container) {
        gone(Question.delete("containers/" + name(container) + "?force=true", container));
    }

    @Override
    public void rename(String container, String name) {
        line.ask(Question.post("containers/" + name(container) + "/rename?name=" + name(name), name));
    }

    @Override
    public void fill(VolumeFilling filling) {
        remove(filling.name());
        String id = sent("containers/create?name=" + name(filling.name()), filling.name(), filling.json())
                .path("Id")
                .asString("");
        InputStream tar = new ByteArrayInputStream(filling.tar());
        line.ask(new Question(Request.Method.PUT, "containers/" + id + "/archive?path=/", filling.name(), tar, TAR));
        remove(id);
    }

    @Override
    public void network(String name, boolean inner, Map<String, String> labels) {
        if (hasNetwork(name)) {
            return;
        }
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("Name", name)
                .put("CheckDuplicate", true)
                .put("Driver", "bridge")
                .put("Internal", inner);
        body.set("Labels", SpecBody.strings(labels));
        if (inner) {
            // an internal network's gateway is an address of the host, and reaches what listens there
            body.putObject("Options").put("com.docker.network.bridge.inhibit_ipv4", "true");
        }
        sent("networks/create", name, body);
    }

    @Override
    public void connect(String network, String container, List<String> aliases) {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("Container", name(container));
        body.putObject("EndpointConfig").set("Aliases", SpecBody.array(aliases));
        line.ask(Question.json("networks/" + name(network) + "/connect", network, body));
    }

    @Override
    public boolean hasNetwork(String name) {
        return line.find(Question.get("networks/" + name(name), name), line.everyday(), EngineLine::json)
                .isPresent();
    }

    @Override
    public void removeNetwork(String name) {
        gone(Question.delete("networks/" + name(name), name));
    }

    @Override
    public boolean hasVolume(String name) {
        return line.find(Question.get("volumes/" + name(name), name), line.everyday(), EngineLine::json)
                .isPresent();
    }

    @Override
    public void volume(String name, Map<String, String> labels) {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("Name", name(name));
        body.set("Labels", SpecBody.strings(labels));
        sent("volumes/create", name, body);
    }

    @Override
    public void removeVolume(String name) {
        gone(Question.delete("volumes/" + name(name), name));
    }

    @Override
    public String pull(String reference, Consumer<Fetched> progress) {
        Question question = Question.post("images/create?fromImage=" + escaped(reference(reference)), reference);
        line.ask(question, patient(), body -> PullStream.read(body, reference, progress));
        return answered("images/" + reference + "/json", reference).path("Id").asString("");
    }

    @Override
    public void load(InputStream archive) {
        Question question = new Question(Request.Method.POST, "images/load?quiet=true", "", archive, TAR);
        line.ask(question, patient(), body -> PullStream.read(body, "", fetched -> {}));
    }

    @Override
    public List<String> logs(String container, int lines) {
        String path = "containers/" + name(container) + "/logs?stdout=true&stderr=true&tail=" + Math.max(lines, 0);
        return line.find(Question.get(path, container), line.everyday(), body -> LogFrames.lines(body, lines))
                .orElse(List.of());
    }

    @Override
    public Ran run(String container, List<String> program) {
        return new Program(line, container, program).run();
    }

    @Override
    public Optional<ResourceUse> use(String container) {
        String path = "containers/" + name(container) + "/stats?stream=false";
        return line.find(Question.get(path, container), line.everyday(), EngineLine::json)
                .flatMap(Statistics::read);
    }

    @Override
    public void events(String label, Duration longest, BiPredicate<String, String> heard) {
        String filters = escaped("{\"type\":[\"container\"],\"label\":[\"" + name(label) + "\"]}");
        Bounds bounds = new Bounds(longest, line.everyday().most());
        try {
            line.ask(Question.get("events?filters=" + filters, ""), bounds, body -> EventStream.read(body, heard));
        } catch (EngineFault fault) {
            if (fault.why() != Why.TIMED_OUT) {
                throw fault;
            }
        }
    }

    private Bounds patient() {
        DockerProperties properties = line.properties();
        return new Bounds(properties.longestPull(), properties.mostFiles().toBytes());
    }

    private JsonNode answered(String path, String subject) {
        return line.ask(Question.get(path, subject), line.everyday(), EngineLine::json);
    }

    private JsonNode sent(String path, String subject, JsonNode body) {
        return line.ask(Question.json(path, subject, body), line.everyday(), EngineLine::json);
    }

    private void gone(Question question) {
        line.find(question, line.everyday(), body -> "");
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
