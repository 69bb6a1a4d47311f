package cloud.maidan.portal.services.authentik;

import cloud.maidan.demo.AuthentikStandIn;
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

/** A server to run the same tests against. @param subject of somebody with an account there */
record AuthentikServer(String name, String url, String token, String subject, boolean seeded) {

    static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");
    static final int PAGE = 100;

    /** The stand-in always; a living one where one is named. */
    static List<AuthentikServer> all() {
        List<AuthentikServer> servers = new ArrayList<>();
        servers.add(of(AuthentikStandIn.start(0)));
        if (System.getProperty("portal.real.authentik.url") != null) {
            servers.add(new AuthentikServer("living", living("url"), livingToken(), living("subject"), false));
        } else {
            System.out.println("real part: Authentik skipped: no -Dportal.real.authentik.url names one");
        }
        return servers;
    }

    static AuthentikServer of(AuthentikStandIn standIn) {
        return new AuthentikServer(
                "stand-in", standIn.url(), AuthentikStandIn.TOKEN, DemoAccount.MEMBER.subject(), true);
    }

    AuthentikServer at(String address) {
        return new AuthentikServer(name, address, token, subject, seeded);
    }

    AuthentikServer with(String otherToken) {
        return new AuthentikServer(name, url, otherToken, subject, seeded);
    }

    AuthentikClient client(HttpLimits limits, int pageSize) {
        OutboundHttp http = new OutboundHttp(limits, Clock.fixed(NOW, ZoneOffset.UTC));
        return new AuthentikClient(access(), http, properties(pageSize));
    }

    AuthentikAdapter adapter() {
        return adapter(HttpLimits.standard(), PAGE);
    }

    AuthentikAdapter adapter(HttpLimits limits, int pageSize) {
        return new AuthentikAdapter(client(limits, pageSize), properties(pageSize), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    ServiceAccount account() {
        return account(
                subject, ((cloud.maidan.portal.services.Lookup.Found) adapter().find(member(subject))).account());
    }

    static ServiceAccount account(String subject, String id) {
        return new ServiceAccount(AuthentikClient.ID, member(subject), id, Evidence.SUBJECT, NOW);
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

    private ServiceAccess access() {
        return new ServiceAccess() {
            @Override
            public Optional<URI> address(ServiceId service) {
                return Optional.of(URI.create(url));
            }

            @Override
            public Optional<Secret> secret(ServiceId service, String secret) {
                return Optional.<Secret>of(() -> token).filter(found -> secret.equals("token"));
            }
        };
    }

    private static AuthentikProperties properties(int pageSize) {
        return new AuthentikProperties(URI.create("https://auth.riverbend.example"), pageSize, List.of("settings"));
    }

    private static String livingToken() {
        try {
            return Files.readString(Path.of(living("token-file"))).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String living(String what) {
        String name = "portal.real.authentik." + what;
        return Objects.requireNonNull(System.getProperty(name), "set -D" + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
