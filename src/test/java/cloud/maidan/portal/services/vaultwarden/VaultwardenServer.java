package cloud.maidan.portal.services.vaultwarden;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.VaultwardenStandIn;
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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server to run the same tests against. {@code subject} is empty when none is known. */
record VaultwardenServer(String name, String url, String token, String account, String subject, String issuer) {

    static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");
    static final String ISSUER = "https://auth.example/application/o/vaultwarden/";

    /** The stand-in always; a living one where {@code -Dportal.real.vaultwarden.url} names one. */
    static List<VaultwardenServer> all() {
        List<VaultwardenServer> servers = new ArrayList<>();
        servers.add(of(VaultwardenStandIn.start(0, ISSUER, 1000)));
        String living = System.getProperty("portal.real.vaultwarden.url");
        if (living == null) {
            System.out.println("skipped: Vaultwarden itself, since -Dportal.real.vaultwarden.url names none");
        } else {
            servers.add(new VaultwardenServer(
                    "living",
                    living,
                    read(living("token-file")),
                    living("account"),
                    System.getProperty("portal.real.vaultwarden.subject", ""),
                    System.getProperty("portal.real.vaultwarden.issuer", "")));
        }
        return servers;
    }

    static VaultwardenServer of(VaultwardenStandIn standIn) {
        return new VaultwardenServer(
                "stand-in",
                standIn.url(),
                VaultwardenStandIn.TOKEN,
                VaultwardenStandIn.accountOf(DemoAccount.MEMBER),
                DemoAccount.MEMBER.subject(),
                "");
    }

    boolean invented() {
        return name.equals("stand-in");
    }

    VaultwardenAdapter adapter() {
        return adapter(url, token, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    VaultwardenAdapter adapter(String address, String secret, Clock clock) {
        return adapter(address, secret, clock, HttpLimits.standard());
    }

    VaultwardenAdapter adapter(String address, String secret, Clock clock, HttpLimits limits) {
        var properties = new VaultwardenProperties(
                URI.create("https://vault.riverbend.example/"),
                issuer.isEmpty() ? null : issuer,
                "/#/tools/export",
                "/#/settings/account",
                "/#/settings/preferences",
                "/#/sends",
                "/#/settings/emergency-access",
                Duration.ofMinutes(18),
                Duration.ofMinutes(5));
        ServiceAccess where = new ServiceAccess() {
            @Override
            public Optional<URI> address(ServiceId service) {
                return Optional.of(URI.create(address));
            }

            @Override
            public Optional<Secret> secret(ServiceId service, String name) {
                return Optional.<Secret>of(() -> secret).filter(any -> name.equals("token"));
            }
        };
        OutboundHttp http = new OutboundHttp(limits, clock);
        return new VaultwardenAdapter(new VaultwardenClient(where, http, properties, clock), properties, clock);
    }

    ServiceAccount known() {
        return account(account);
    }

    static ServiceAccount account(String id) {
        return new ServiceAccount(VaultwardenClient.ID, member("", null), id, Evidence.SUBJECT, NOW);
    }

    static Member member(DemoAccount person) {
        return member(person.subject(), person.email());
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
        String name = "portal.real.vaultwarden." + what;
        return Objects.requireNonNull(System.getProperty(name), "set -D" + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
