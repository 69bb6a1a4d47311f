package cloud.maidan.portal;

import cloud.maidan.portal.subject.OnlyIn;
import cloud.maidan.portal.subject.ProcessRole;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says on this machine alone whether the operator is well: it answers nothing else, and nobody else. */
@OnlyIn(ProcessRole.OPERATOR)
@ConditionalOnNotWebApplication
@Component
class OperatorHealth implements SmartLifecycle {

    private static final String PATH = "/actuator/health";

    private final HealthEndpoint health;
    private final int port;
    private @Nullable HttpServer server;

    OperatorHealth(HealthEndpoint health, Environment environment) {
        this.health = health;
        this.port = environment.getRequiredProperty("management.server.port", Integer.class);
    }

    @Override
    public void start() {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
            listening.createContext(PATH, this::answer);
            listening.start();
            server = listening;
        } catch (IOException e) {
            throw new UncheckedIOException("nobody can ask for the operator's health at port " + port, e);
        }
    }

    @Override
    public void stop() {
        HttpServer listening = server;
        server = null;
        if (listening != null) {
            listening.stop(0);
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    /** The port it listens at; -1 when it does not. */
    int port() {
        HttpServer listening = server;
        return listening == null ? -1 : listening.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Status status = health.health().getStatus();
            byte[] said = "{\"status\":\"%s\"}".formatted(status.getCode()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status.equals(Status.UP) ? 200 : 503, said.length);
            exchange.getResponseBody().write(said);
        }
    }
}
