package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.ContainerWorks.Ran;
import cloud.maidan.portal.docker.EngineLine.Bounds;
import cloud.maidan.portal.docker.EngineLine.Question;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A program that runs in a container that runs already: Docker Engine API v1.41, exec. */
record Program(EngineLine line, String container, List<String> words) {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** How many lines of what it writes are kept. */
    private static final int SAID = 20;

    Ran run() {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("AttachStdout", true).put("AttachStderr", true).set("Cmd", SpecBody.array(words));
        String id = answered(Question.json("containers/" + DockerEngine.name(container) + "/exec", container, body))
                .path("Id")
                .asString("");
        ObjectNode attached =
                JsonMapper.shared().createObjectNode().put("Detach", false).put("Tty", false);
        List<String> said = line.ask(
                Question.json("exec/" + DockerEngine.name(id) + "/start", container, attached),
                new Bounds(LONGEST, line.everyday().most()),
                frames -> LogFrames.lines(frames, SAID));
        JsonNode ended = answered(Question.get("exec/" + DockerEngine.name(id) + "/json", container));
        return new Ran(ended.path("ExitCode").asInt(-1), said);
    }

    private JsonNode answered(Question question) {
        return line.ask(question, line.everyday(), EngineLine::json);
    }
}
