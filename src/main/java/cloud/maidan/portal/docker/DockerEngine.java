package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.EngineFault.Why;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Docker Engine behind its socket, asked through docker-java in a version of the API that both speak. */
class DockerEngine implements ContainerRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.:-]{0,200}";

    private final DockerProperties properties;
    private final EngineFaults faults;
    private @Nullable DockerHttpClient line;
    private volatile @Nullable ApiVersion spoken;

    DockerEngine(DockerProperties properties) {
        this.properties = properties;
        this.faults = new EngineFaults(properties.socket());
    }

    /** What is read from a body that is still coming. */
    private interface Reading<T> {

        T read(InputStream body) throws IOException;
    }

    @Override
    public boolean configured() {
        return !properties.host().isEmpty();
    }

    @Override
    public EngineFacts engine() {
        return faults.turned(
                () -> {
                    Version version = client(null).versionCmd().exec();
                    String engine = Optional.ofNullable(version.getVersion()).orElse("");
                    ApiVersion api = ApiVersion.spoken(engine, version.getApiVersion(), version.getMinAPIVersion());
                    spoken = api;
                    List<String> security = client(api).infoCmd().exec().getSecurityOptions();
                    return new EngineFacts(engine, api.toString(), security == null ? List.of() : security);
                },
                properties.longest());
    }

    @Override
    public List<String> containers() {
        ApiVersion api = spoken();
        return faults.turned(
                () -> client(api).listContainersCmd().withShowAll(true).exec().stream()
                        .map(Container::getId)
                        .toList(),
                properties.longest());
    }

    @Override
    public Optional<ContainerFacts> container(String id) {
        return get(bounded(), properties.longest(), "containers/" + id + "/json", id, DockerEngine::json)
                .map(json -> new Inspected(json).container());
    }

    @Override
    public Optional<ImageFacts> image(String id) {
        return get(bounded(), properties.longest(), "images/" + id + "/json", id, DockerEngine::json)
                .map(json -> new Inspected(json).image());
    }

    @Override
    public Optional<SetuidFiles> setuid(String container) {
        DockerHttpClient patient =
                new BoundedTransport(line(), properties.mostFiles().toBytes(), properties.longestFiles());
        Duration longest = properties.longestFiles().plus(properties.longest());
        return get(patient, longest, "containers/" + container + "/export", container, SetuidSearch::in);
    }

    @Override
    public synchronized void close() {
        try (DockerHttpClient open = line) {
            line = null;
        } catch (IOException e) {
            LOG.debug("The line to the engine did not close", e);
        }
    }

    private <T> Optional<T> get(
            DockerHttpClient through, Duration longest, String path, String named, Reading<T> reading) {
        if (!named.matches(NAME)) {
            throw new EngineFault(Why.UNREADABLE, "", null);
        }
        ApiVersion api = spoken();
        return faults.turned(
                () -> {
                    try (Response answer = through.execute(Request.builder()
                            .method(Request.Method.GET)
                            .path("/v" + api + "/" + path)
                            .build())) {
                        int status = answer.getStatusCode();
                        if (status == 404) {
                            return Optional.empty();
                        }
                        if (status != 200) {
                            throw new EngineFault(Why.REFUSED, Integer.toString(status), null);
                        }
                        return Optional.of(reading.read(answer.getBody()));
                    }
                },
                longest);
    }

    private static JsonNode json(InputStream body) {
        return JsonMapper.shared().readTree(body);
    }

    private ApiVersion spoken() {
        ApiVersion known = spoken;
        if (known != null) {
            return known;
        }
        engine();
        return spoken();
    }

    /** @param version null asks without one, as only {@code /version} may be asked */
    private DockerClient client(@Nullable ApiVersion version) {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(properties.host())
                .withDockerTlsVerify(false)
                .withApiVersion(
                        version == null
                                ? RemoteApiVersion.UNKNOWN_VERSION
                                : RemoteApiVersion.parseConfig(version.toString()))
                .build();
        return DockerClientImpl.getInstance(config, bounded());
    }

    private DockerHttpClient bounded() {
        return new BoundedTransport(line(), properties.most().toBytes(), properties.longest());
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
