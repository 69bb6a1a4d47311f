package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.demo.FileSeed;
import cloud.maidan.demo.NextcloudStandIn;
import cloud.maidan.portal.members.MemberTokens;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.MemberBearer;
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
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;

/** A server to run the same tests against. @param token gives the member's own, empty when they are away */
record NextcloudServer(
        String name,
        String url,
        String user,
        String password,
        Supplier<Optional<String>> token,
        FileSeed seed,
        boolean versions) {

    static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");

    /** The stand-in always; a living Nextcloud where one is named. */
    static List<NextcloudServer> all() {
        List<NextcloudServer> servers = new ArrayList<>();
        servers.add(of(NextcloudStandIn.start(0, 12, 450)));
        String living = System.getProperty("portal.real.nextcloud.url");
        if (living == null) {
            System.out.println("skipped: a living Nextcloud (name one by -Dportal.real.nextcloud.url)");
        } else {
            String subject = living("subject");
            servers.add(new NextcloudServer(
                    "living",
                    living,
                    living("user"),
                    content("password-file"),
                    () -> Optional.of(content("token-file")),
                    new FileSeed(
                            subject, System.getProperty("portal.real.nextcloud.account", subject), Map.of(), List.of()),
                    true));
        }
        return servers;
    }

    static NextcloudServer of(NextcloudStandIn standIn) {
        return new NextcloudServer(
                "stand-in",
                standIn.url(),
                NextcloudStandIn.USER,
                NextcloudStandIn.PASSWORD,
                () -> Optional.of(standIn.token(standIn.seed().subject())),
                standIn.seed(),
                true);
    }

    NextcloudServer withToken(Supplier<Optional<String>> other) {
        return new NextcloudServer(name, url, user, password, other, seed, versions);
    }

    NextcloudServer as(String otherUser, String otherPassword) {
        return new NextcloudServer(name, url, otherUser, otherPassword, token, seed, versions);
    }

    NextcloudServer at(String otherUrl) {
        return new NextcloudServer(name, otherUrl, user, password, token, seed, versions);
    }

    NextcloudServer withVersions(boolean wanted) {
        return new NextcloudServer(name, url, user, password, token, seed, wanted);
    }

    /** Whether we know what is in it. */
    boolean seeded() {
        return !seed.files().isEmpty();
    }

    static NextcloudProperties properties(Duration countWithin, boolean versions) {
        return new NextcloudProperties(
                NextcloudStandIn.USER,
                URI.create("https://files.riverbend.example/"),
                countWithin,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                DataSize.ofMegabytes(100),
                versions,
                Duration.ofMillis(350));
    }

    NextcloudAdapter adapter() {
        return adapter(properties(Duration.ofSeconds(60), versions), HttpLimits.standard());
    }

    NextcloudAdapter adapter(NextcloudProperties other, HttpLimits limits) {
        return adapter(other, limits, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    NextcloudAdapter adapter(NextcloudProperties other, HttpLimits limits, Clock clock) {
        ServiceAccess where = new ServiceAccess() {
            @Override
            public Optional<URI> address(ServiceId service) {
                return Optional.of(URI.create(url));
            }

            @Override
            public Optional<Secret> secret(ServiceId service, String secret) {
                return Optional.<Secret>of(() -> password).filter(found -> secret.equals("password"));
            }
        };
        MemberTokens tokens =
                member -> token.get().map(value -> new MemberTokens.AccessToken(value, NOW.plusSeconds(300)));
        var properties = new NextcloudProperties(
                user,
                other.publicUrl(),
                other.countWithin(),
                other.listingWithin(),
                other.fileWithin(),
                other.silence(),
                other.largestFile(),
                other.versions(),
                other.eraseWithin());
        return new NextcloudAdapter(
                new NextcloudClient(
                        where, new OutboundHttp(limits, clock), new MemberBearer(tokens), properties, clock),
                properties,
                clock);
    }

    ServiceAccount account() {
        return account(seed.account(), seed.subject());
    }

    static ServiceAccount account(String uid, String subject) {
        return new ServiceAccount(NextcloudClient.ID, member(subject), uid, Evidence.SUBJECT, NOW);
    }

    static Member member(String subject) {
        return new Member(
                MemberId.random(),
                "https://auth.example/application/o/maidan/",
                subject,
                "guest-001", // the name of another account: must play no part
                "Guest 1",
                "guest1@riverbend.example", // and so must its address
                false,
                Locale.ENGLISH,
                ZoneOffset.UTC);
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(living(file))).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String living(String what) {
        String name = "portal.real.nextcloud." + what;
        return Objects.requireNonNull(System.getProperty(name), "set -D" + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
