package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.EngineFault.Why;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The line to one engine: bounded in time and size, in a version of the API that both speak, its faults turned. */
final class EngineLine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineLine.class);

    private final DockerProperties properties;
    private final EngineFaults faults;
    private @Nullable DockerHttpClient line;
    private volatile @Nullable EngineFacts met;

    EngineLine(DockerProperties properties) {
        this.properties = properties;
        this.faults = new EngineFaults(properties.socket());
    }

    /** What is read from a body that is still coming. */
    interface Reading<T> {

        T read(InputStream body) throws IOException;
    }

    /**
     * @param longest from the first byte of the answer to its last
     * @param most bytes of the answer
     */
    record Bounds(Duration longest, long most) {}

    /**
     * One question.
     *
     * @param path without the version
     * @param subject what a fault is about: a name, or empty
     * @param body null when there is none
     * @param type of the body
     */
    record Question(
            Request.Method method,
            String path,
            String subject,
            @Nullable InputStream body,
            String type) {

        static Question get(String path, String subject) {
            return new Question(Request.Method.GET, path, subject, null, "");
        }

        static Question post(String path, String subject) {
            return new Question(Request.Method.POST, path, subject, null, "");
        }

        static Question delete(String path, String subject) {
            return new Question(Request.Method.DELETE, path, subject, null, "");
        }

        static Question json(String path, String subject, JsonNode body) {
            byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
            return new Question(
                    Request.Method.POST, path, subject, new ByteArrayInputStream(bytes), "application/json");
        }
    }

    static JsonNode json(InputStream body) {
        return JsonMapper.shared().readTree(body);
    }

    Bounds everyday() {
        return new Bounds(properties.longest(), properties.most().toBytes());
    }

    DockerProperties properties() {
        return properties;
    }

    /** Asks anew, so that an engine that was replaced is noticed. */
    EngineFacts engine() {
        JsonNode version = asked("/version", "");
        String engine = version.path("Version").asString("");
        JsonNode oldest = version.path("MinAPIVersion");
        ApiVersion api = faults.turned(
                () -> ApiVersion.spoken(
                        engine,
                        version.path("ApiVersion").asString(null),
                        oldest.isString() ? oldest.asString() : null),
                properties.longest());
        JsonNode info = asked("/v" + api + "/info", "");
        EngineFacts facts = new EngineFacts(
                engine,
                api.toString(),
                info.path("SecurityOptions")
                        .valueStream()
                        .map(option -> option.asString(""))
                        .toList(),
                swarm(info.path("Swarm")));
        met = facts;
        return facts;
    }

    private static EngineFacts.Swarm swarm(JsonNode swarm) {
        return new EngineFacts.Swarm(
                swarm.path("LocalNodeState").asString("inactive"),
                swarm.path("ControlAvailable").asBoolean(false),
                swarm.path("NodeID").asString(""));
    }

    /** Empty when what the question is about is not there. */
    <T> Optional<T> find(Question question, Bounds bounds, Reading<T> reading) {
        try {
            return Optional.of(ask(question, bounds, reading));
        } catch (EngineFault fault) {
            if (fault.why() == Why.GONE || fault.why() == Why.IMAGE_MISSING) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    /** Asks for something to be done; nothing is read from the answer. */
    void ask(Question question) {
        ask(question, everyday(), body -> "");
    }

    <T> T ask(Question question, Bounds bounds, Reading<T> reading) {
        String api = spoken();
        return ask("/v" + api + "/" + question.path(), question, bounds, reading);
    }

    @Override
    public synchronized void close() {
        try (DockerHttpClient open = line) {
            line = null;
        } catch (IOException e) {
            LOG.debug("The line to the engine did not close", e);
        }
    }

    private JsonNode asked(String path, String subject) {
        return ask(path, Question.get(path, subject), everyday(), EngineLine::json);
    }

    private <T> T ask(String path, Question question, Bounds bounds, Reading<T> reading) {
        return faults.turned(
                () -> {
                    DockerHttpClient bounded = new BoundedTransport(line(), bounds.most(), bounds.longest());
                    Request.Builder request =
                            Request.builder().method(question.method()).path(path);
                    if (question.body() != null) {
                        request.body(question.body()).putHeader("Content-Type", question.type());
                    }
                    try (Response answer = bounded.execute(request.build())) {
                        if (answer.getStatusCode() >= 300 && answer.getStatusCode() != 304) {
                            throw Refusal.of(answer.getStatusCode(), answer.getBody(), question.subject());
                        }
                        return reading.read(answer.getBody());
                    }
                },
                bounds.longest());
    }

    private String spoken() {
        EngineFacts known = met;
        return (known == null ? engine() : known).api();
    }

    private synchronized DockerHttpClient line() {
        faults.lookAtSocket();
        DockerHttpClient open = line;
        if (open == null) {
            open = new ZerodepDockerHttpClient.Builder()
                    .dockerHost(URI.create(properties.host()))
                    .build();
            line = open;
        }
        return open;
    }
}
