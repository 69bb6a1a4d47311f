package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.DemoAccount;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server to run the same tests against. */
record CryptPadServer(
        String name,
        String url,
        String key,
        String account,
        String subject,
        @Nullable Path blocks) {

    static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");

    /** The stand-in always; a living one where {@code -Dportal.real.cryptpad.url} names one. */
    static List<CryptPadServer> all() {
        List<CryptPadServer> servers = new ArrayList<>();
        servers.add(of(CryptPadStandIn.start(0)));
        String living = System.getProperty("portal.real.cryptpad.url");
        if (living == null) {
            System.out.println("skipped: CryptPad itself, since -Dportal.real.cryptpad.url names none");
        } else {
            String blocks = System.getProperty("portal.real.cryptpad.sso-block-folder");
            servers.add(new CryptPadServer(
                    "living",
                    living,
                    read(living("key-file")),
                    living("account"),
                    System.getProperty("portal.real.cryptpad.subject", ""),
                    blocks == null ? null : Path.of(blocks)));
        }
        return servers;
    }

    static CryptPadServer of(CryptPadStandIn standIn) {
        return new CryptPadServer(
                "stand-in",
                standIn.url(),
                standIn.secretKey(),
                CryptPadStandIn.accountOf(DemoAccount.MEMBER),
                DemoAccount.MEMBER.subject(),
                standIn.ssoBlocks());
    }

    boolean invented() {
        return name.equals("stand-in");
    }

    CryptPadAdapter adapter() {
        return adapter(url, key, HttpLimits.standard());
    }

    CryptPadAdapter adapter(String address, String secret, HttpLimits limits) {
        return new CryptPadAdapter(
                client(address, secret, limits),
                new CryptPadProperties(URI.create("https://pads.riverbend.example/"), blocks, null),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    CryptPadClient client(String address, String secret, HttpLimits limits) {
        OutboundHttp http = new OutboundHttp(limits, Clock.fixed(NOW, ZoneOffset.UTC));
        ServiceAccess where = new ServiceAccess() {
            @Override
            public Optional<URI> address(ServiceId service) {
                return Optional.of(URI.create(address));
            }

            @Override
            public Optional<Secret> secret(ServiceId service, String name) {
                return Optional.<Secret>of(() -> secret).filter(any -> name.equals("key"));
            }
        };
        return new CryptPadClient(where, http);
    }

    ServiceAccount account(Evidence evidence) {
        return new ServiceAccount(CryptPadClient.ID, member(subject, null), account, evidence, NOW);
    }

    static Member member(String subject, @Nullable String email) {
        return new Member(
                MemberId.random(),
                "https://auth.example/application/o/maidan/",
                subject,
                "member",
                "Mira Beispiel",
                email,
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
        String name = "portal.real.cryptpad." + what;
        return Objects.requireNonNull(System.getProperty(name), "set -D" + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
