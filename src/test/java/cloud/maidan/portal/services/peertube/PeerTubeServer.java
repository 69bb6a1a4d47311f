package cloud.maidan.portal.services.peertube;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export.Progress;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A server to run the same tests against. {@code standIn} is null for a living one. */
record PeerTubeServer(
        String name,
        String url,
        String publicUrl,
        String username,
        String password,
        String address,
        @Nullable PeerTubeStandIn standIn,
        Clock clock) {

    static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");
    private static final Map<String, PeerTubeAdapter> ADAPTERS = new ConcurrentHashMap<>();
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** The stand-in always; a living one where one is named. */
    static List<PeerTubeServer> all() {
        List<PeerTubeServer> servers = new ArrayList<>();
        servers.add(of(PeerTubeStandIn.start(0, CLOCK)));
        String living = System.getProperty("portal.real.peertube.url");
        if (living == null) {
            System.out.println("skipped: a living PeerTube; name one with -Dportal.real.peertube.url");
        } else {
            servers.add(new PeerTubeServer(
                    "living",
                    living,
                    System.getProperty("portal.real.peertube.public-url", living),
                    living("username"),
                    read(living("password-file")),
                    living("address"),
                    null,
                    Clock.systemUTC()));
        }
        return servers;
    }

    static PeerTubeServer of(PeerTubeStandIn standIn) {
        return new PeerTubeServer(
                "stand-in",
                standIn.url(),
                PeerTubeStandIn.PUBLIC_URL,
                PeerTubeStandIn.USERNAME,
                PeerTubeStandIn.PASSWORD,
                DemoAccount.MEMBER.email(),
                standIn,
                CLOCK);
    }

    /** One for all tests of a server: PeerTube takes fifteen sign-ins in five minutes. */
    PeerTubeAdapter adapter() {
        return ADAPTERS.computeIfAbsent(url, any -> adapter(url, password, HttpLimits.standard()));
    }

    PeerTubeAdapter adapter(String address, String secret, HttpLimits limits) {
        return adapter(address, secret, limits, properties(DataSize.ofMegabytes(200)));
    }

    PeerTubeAdapter adapter(String address, String secret, HttpLimits limits, PeerTubeProperties properties) {
        OutboundHttp http = new OutboundHttp(limits, clock);
        ServiceAccess where = new ServiceAccess() {
            @Override
            public Optional<URI> address(ServiceId service) {
                return Optional.of(URI.create(address));
            }

            @Override
            public Optional<Secret> secret(ServiceId service, String name) {
                return Optional.<Secret>of(() -> secret).filter(any -> name.equals("password"));
            }
        };
        var tokens = new PeerTubeTokens(where, http, properties, clock);
        return new PeerTubeAdapter(new PeerTubeClient(where, http, tokens, properties), tokens, properties, clock);
    }

    PeerTubeProperties properties(DataSize largestArchive) {
        return new PeerTubeProperties(
                username,
                "peertube-plugin-auth-openid-connect",
                URI.create(publicUrl),
                Duration.ofHours(24),
                Duration.ofHours(6),
                Duration.ofSeconds(20),
                largestArchive,
                DataSize.ofMegabytes(200),
                Duration.ofSeconds(20),
                Duration.ofMillis(350));
    }

    ServiceAccount account() {
        return account(standIn == null ? living("account") : standIn.account(DemoAccount.MEMBER.username()));
    }

    ServiceAccount account(String id) {
        return new ServiceAccount(PeerTubeClient.ID, member(address), id, Evidence.ADDRESS, NOW);
    }

    /** Everything, however often PeerTube asks us to come back. */
    RecordedSink export() {
        return export(adapter(), Cursor.START);
    }

    RecordedSink export(PeerTubeAdapter adapter, Cursor from) {
        return export(adapter, from, new RecordedSink());
    }

    RecordedSink export(PeerTubeAdapter adapter, Cursor from, RecordedSink sink) {
        Cursor next = from;
        for (int runs = 0; runs < 10; runs++) {
            if (adapter.export(account(), next, sink) instanceof Progress.Whole) {
                return sink;
            }
            next = sink.cursors.getLast();
        }
        throw new IllegalStateException("PeerTube never had its archive ready");
    }

    static Member member(@Nullable String address) {
        return new Member(
                MemberId.random(),
                "https://auth.example/application/o/maidan/",
                DemoAccount.MEMBER.subject(),
                "root", // the name of an account: must play no part
                "Mira Beispiel",
                address,
                false,
                Locale.ENGLISH,
                ZoneOffset.UTC);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String living(String what) {
        String name = "portal.real.peertube." + what;
        return Objects.requireNonNull(System.getProperty(name), "set -D" + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
