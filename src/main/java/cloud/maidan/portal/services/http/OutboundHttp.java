package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.ServiceId;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Opens lines to services. Follows no redirect, keeps no cookie, asks no question twice, uses no proxy. */
@Component
public final class OutboundHttp implements AutoCloseable {

    /** To one service; more questions wait for their turn. */
    private static final int MOST_CONNECTIONS = 64;
    /** So many that a slow service takes no connection from another. */
    private static final int MOST_SERVICES = 32;

    private static final int LONGEST_HEADER_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 200;
    private static final int DEEPEST_JSON = 200;
    private static final int LONGEST_JSON_NAME = 8 * 1024;

    private final HttpLimits limits;
    private final Clock clock;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("service-deadlines").daemon().factory());
    private final JsonMapper json;

    public OutboundHttp(HttpLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.client = client(limits);
        this.alarms.setRemoveOnCancelPolicy(true);
        this.json = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(DEEPEST_JSON)
                                .maxNameLength(LONGEST_JSON_NAME)
                                .maxStringLength(
                                        Math.toIntExact(Math.min(limits.size().toBytes(), Integer.MAX_VALUE)))
                                .build())
                        .build())
                .build();
    }

    /** A line to the service at the address, without a hint about waiting beside {@code Retry-After}. */
    public ServiceHttp to(ServiceId service, URI address, Authorization authorization) {
        return to(service, address, authorization, body -> Optional.empty());
    }

    /**
     * A line to the service at the address.
     *
     * @param waitingHint reads from the body of a 429 for how long to wait, where a service says it there
     */
    public ServiceHttp to(
            ServiceId service,
            URI address,
            Authorization authorization,
            Function<JsonNode, Optional<Duration>> waitingHint) {
        return new ServiceHttp(
                service, address, authorization, waitingHint, new Wire(client, alarms, json, clock, limits));
    }

    @Override
    @PreDestroy
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        alarms.shutdownNow();
    }

    private static CloseableHttpClient client(HttpLimits limits) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Hosts())
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setMaxConnTotal(MOST_SERVICES * MOST_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(limits.connect()))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(5))
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .build())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LONGEST_HEADER_LINE)
                                .setMaxHeaderCount(MOST_HEADERS)
                                .setMaxEmptyLineCount(1)
                                .build())
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setUserAgent("Maidan-Portal")
                .disableRedirectHandling()
                .setRetryStrategy(new OnceMoreOnAClosedLine())
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** What every line shares. */
    record Wire(
            CloseableHttpClient client,
            ScheduledExecutorService alarms,
            JsonMapper json,
            Clock clock,
            HttpLimits limits) {}
}
