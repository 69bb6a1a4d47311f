package cloud.maidan.portal.services.matrix;

import cloud.maidan.demo.ChatSeed;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.demo.RealSynapse;
import cloud.maidan.portal.services.Evidence;
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
import org.springframework.util.unit.DataSize;

/** A server to run the same tests against. {@code memberToken} is empty when none is known. */
record MatrixServer(String name, String url, String token, String memberToken, ChatSeed seed) {

    static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");

    /** The stand-in always; a real Synapse where one can be started; a living one where one is named. */
    static List<MatrixServer> all() {
        List<MatrixServer> servers = new ArrayList<>();
        MatrixStandIn standIn = MatrixStandIn.start(0);
        servers.add(of(standIn));
        if (RealSynapse.python().isPresent()) {
            RealSynapse synapse = RealSynapse.start();
            Runtime.getRuntime().addShutdownHook(new Thread(synapse::close));
            servers.add(new MatrixServer(
                    "Synapse " + synapse.version(),
                    synapse.url(),
                    synapse.token(),
                    synapse.memberToken(),
                    synapse.seed()));
        } else {
            System.out.println(RealSynapse.skipped());
        }
        String living = System.getProperty("portal.real.matrix.url");
        if (living != null) {
            servers.add(new MatrixServer("living", living, livingToken(), "", livingSeed()));
        }
        return servers;
    }

    static MatrixServer of(MatrixStandIn standIn) {
        return new MatrixServer(
                "stand-in", standIn.url(), MatrixStandIn.TOKEN, MatrixStandIn.MEMBER_TOKEN, standIn.seed());
    }

    /** Whether we know what is in it. */
    boolean seeded() {
        return !seed.texts().isEmpty();
    }

    MatrixAdapter adapter() {
        return adapter(url, token, HttpLimits.standard());
    }

    MatrixAdapter adapter(String address, String access, HttpLimits limits) {
        return adapter(address, access, limits, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** @param clock the server's own, where keys with an end are made */
    MatrixAdapter adapter(String address, String access, HttpLimits limits, Clock clock) {
        OutboundHttp http = new OutboundHttp(limits, clock);
        ServiceAccess where = new ServiceAccess() {
            @Override
            public Optional<URI> address(ServiceId service) {
                return Optional.of(URI.create(address));
            }

            @Override
            public Optional<Secret> secret(ServiceId service, String name) {
                return Optional.<Secret>of(() -> access).filter(secret -> name.equals("token"));
            }
        };
        var properties = new MatrixProperties(
                "oidc-authentik",
                URI.create("https://chat.riverbend.example"),
                null,
                limits.answer(),
                DataSize.ofMegabytes(50),
                Duration.ofDays(7),
                Duration.ofDays(28));
        MatrixClient matrix = new MatrixClient(where, http, properties);
        return new MatrixAdapter(matrix, new MatrixChanges(matrix), properties, clock);
    }

    ServiceAccount account() {
        return new ServiceAccount(MatrixClient.ID, member(seed.subject()), seed.account(), Evidence.SUBJECT, NOW);
    }

    static Member member(String subject) {
        return new Member(
                MemberId.random(),
                "https://auth.example/application/o/maidan/",
                subject,
                "member", // the name of a seeded account: must play no part
                "Mira Beispiel",
                null,
                false,
                Locale.ENGLISH,
                ZoneOffset.UTC);
    }

    private static String livingToken() {
        try {
            return Files.readString(Path.of(living("token-file"))).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ChatSeed livingSeed() {
        return new ChatSeed(living("subject"), living("account"), "", "", "", 0, List.of(), "", List.of(), Map.of());
    }

    private static String living(String what) {
        String name = "portal.real.matrix." + what;
        return Objects.requireNonNull(System.getProperty(name), "set -D" + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
