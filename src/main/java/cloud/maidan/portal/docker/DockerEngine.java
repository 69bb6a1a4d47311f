package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.EngineFault.Why;
import cloud.maidan.portal.docker.EngineLine.Bounds;
import cloud.maidan.portal.docker.EngineLine.Question;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A Docker Engine behind its socket, asked through docker-java's line in a version of the API that both speak. */
class DockerEngine implements ContainerRuntime {

    /** Names and ids as they may stand in a path. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.:-]{0,200}";

    private static final String REFERENCE = "[A-Za-z0-9]([A-Za-z0-9_.:@-]|/(?=[a-z0-9])){0,250}";

    private final DockerProperties properties;
    private final EngineLine line;
    private final DockerWorks works;

    DockerEngine(DockerProperties properties) {
        this.properties = properties;
        this.line = new EngineLine(properties);
        this.works = new DockerWorks(line);
    }

    EngineLine line() {
        return line;
    }

    static String name(String name) {
        return matching(name, NAME);
    }

    static String reference(String image) {
        return matching(image, REFERENCE);
    }

    private static String matching(String text, String pattern) {
        if (!text.matches(pattern)) {
            throw new EngineFault(Why.UNREADABLE, "", null);
        }
        return text;
    }

    @Override
    public boolean configured() {
        return !properties.host().isEmpty();
    }

    @Override
    public ContainerWorks works() {
        return works;
    }

    @Override
    public EngineFacts engine() {
        return line.engine();
    }

    @Override
    public List<String> containers() {
        return line.ask(Question.get("containers/json?all=true", ""), line.everyday(), EngineLine::json)
                .valueStream()
                .map(container -> container.path("Id").asString(""))
                .toList();
    }

    @Override
    public Optional<ContainerFacts> container(String id) {
        return inspected("containers/" + name(id) + "/json", id).map(json -> new Inspected(json).container());
    }

    @Override
    public Optional<ContainerStanding> standing(String name) {
        return inspected("containers/" + name(name) + "/json", name).map(json -> new Inspected(json).standing());
    }

    @Override
    public Optional<ImageFacts> image(String id) {
        return inspected("images/" + reference(id) + "/json", id).map(json -> new Inspected(json).image());
    }

    @Override
    public Optional<SetuidFiles> setuid(String container) {
        Bounds patient =
                new Bounds(properties.longestFiles(), properties.mostFiles().toBytes());
        return line.find(
                Question.get("containers/" + name(container) + "/export", container), patient, SetuidSearch::in);
    }

    @Override
    public void close() {
        line.close();
    }

    private Optional<JsonNode> inspected(String path, String subject) {
        return line.find(Question.get(path, subject), line.everyday(), EngineLine::json);
    }
}
