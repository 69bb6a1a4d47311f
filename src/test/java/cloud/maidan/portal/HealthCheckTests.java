package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class HealthCheckTests {

    @Test
    void onlyAPortalThatSaysSoIsWell() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/well", exchange -> exchange.sendResponseHeaders(200, -1));
        server.createContext("/ill", exchange -> exchange.sendResponseHeaders(503, -1));
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();

        assertThat(HealthCheck.well(address + "/well")).isTrue();
        assertThat(HealthCheck.well(address + "/ill")).isFalse();
        server.stop(0);
        assertThat(HealthCheck.well(address + "/well")).isFalse();
    }
}
