package cloud.maidan.portal.services.vaultwarden;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.services.http.ServiceHttp;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Speaks to Vaultwarden's administration (1.37). Its answers about accounts hold keys and a session stamp; what is read
 * here names the other fields one by one, so those never become objects of ours.
 */
@Component
class VaultwardenClient {

    static final ServiceId ID = new ServiceId("vaultwarden");

    private static final String COOKIE = "VW_ADMIN=";
    private static final Duration NEXT_LOG_IN = Duration.ofMinutes(5);
    private static final String LAST_OWNER = "last owner";
    /** Asking to sign in with another device ties an account down for fifteen minutes in PostgreSQL and MySQL. */
    private static final Duration SIGN_INS_END = Duration.ofMinutes(16);

    private final ServiceAccess access;
    private final OutboundHttp http;
    private final AdminSession session;
    private final Clock clock;

    VaultwardenClient(ServiceAccess access, OutboundHttp http, VaultwardenProperties properties, Clock clock) {
        this.access = access;
        this.http = http;
        this.clock = clock;
        this.session = new AdminSession(this::login, this::logIn, properties.session(), clock);
    }

    boolean configured() {
        return access.address(ID).isPresent() && access.secret(ID, "token").isPresent();
    }

    URI address() {
        return access.address(ID).orElseThrow(() -> new IllegalStateException("vaultwarden is not configured"));
    }

    String version() {
        return line().get("/api/version").json(JsonNode.class).stringValueOpt().orElseGet(VaultwardenClient::misread);
    }

    Optional<Profile> account(String id) {
        return session.asking(cookie -> known(asked(cookie, "/admin/users/{id}", id)));
    }

    /** Addresses are kept in small letters. */
    Optional<Profile> accountWith(String email) {
        return session.asking(
                cookie -> known(asked(cookie, "/admin/users/by-mail/{email}", email.toLowerCase(Locale.ROOT))));
    }

    /** Ids of all accounts; the server makes the list account by account. */
    List<String> accounts() {
        return session
                .asking(cookie -> asked(cookie, "/admin/users").json(new TypeReference<List<Listed>>() {}))
                .stream()
                .map(Listed::id)
                .toList();
    }

    /** All accounts with the organisations they are confirmed in; the server makes the list account by account. */
    List<Belonging> members() {
        return session.asking(cookie -> asked(cookie, "/admin/users").json(new TypeReference<List<Belonging>>() {}));
    }

    /** Locks an account and logs all its devices out; one that is not there any more needs neither. */
    void disable(String id, Turn turn) {
        command("/admin/users/{id}/disable", id, turn);
    }

    /**
     * Deletes an account, table by table and in no transaction: what an error leaves behind, the next call takes.
     *
     * @return whether it is gone now; false when it is an organisation's last owner, and then nothing was changed
     */
    boolean delete(String id, Turn turn) {
        Answer answer = command("/admin/users/{id}/delete", id, turn);
        if (answer.status() != 400) {
            return true;
        }
        if (answer.body().path("message").asString("").contains(LAST_OWNER)) {
            return false;
        }
        throw new ServiceFault(
                Fault.BROKEN, clock.instant().plus(SIGN_INS_END), "vaultwarden could not delete an account", null);
    }

    /** What is refused with a reason is an answer: 404 means that there is no such account, 400 that it cannot be. */
    private Answer command(String path, String id, Turn turn) {
        return session.asking(cookie -> {
            turn.stillMine();
            // without a content type there is no such address, although nothing is sent
            Call call = line().post(path, id)
                    .saying("Cookie", cookie)
                    .saying("Accept", "application/json")
                    .sending("", "application/json");
            Answer answer = call.answer();
            boolean reasoned = (answer.status() == 404 || answer.status() == 400)
                    && answer.body().path("errorModel").isObject();
            return reasoned ? answer : call.orFault(answer);
        });
    }

    /** Empty when the page has another form than we know. */
    Optional<Overview> overview() {
        return Overview.of(
                session.asking(cookie -> asked(cookie, "/admin/users/overview").stream(VaultwardenClient::text)));
    }

    /** The settings in force, by their names in small letters; the server masks secrets in it. */
    Map<String, JsonNode> settings() {
        return session.asking(cookie ->
                asked(cookie, "/admin/diagnostics/config").json(new TypeReference<Map<String, JsonNode>>() {}));
    }

    /** Whether the administration is open to us: it exists, and our token is taken. */
    Access access() {
        try {
            session.asking(cookie -> asked(cookie, "/admin/diagnostics/config")
                    .json(JsonNode.class)
                    .size());
            return Access.GRANTED;
        } catch (ServiceFault fault) {
            return switch (fault.fault()) {
                case REFUSED -> Access.TOKEN_REFUSED;
                case UNREADABLE -> Access.NO_ADMINISTRATION;
                default -> throw fault;
            };
        }
    }

    enum Access {
        GRANTED,
        TOKEN_REFUSED,
        NO_ADMINISTRATION
    }

    private AdminSession.Login login() {
        return new AdminSession.Login(
                address(),
                access.secret(ID, "token")
                        .orElseThrow(() -> new IllegalStateException("no token for vaultwarden"))
                        .read());
    }

    /** Success is told by the cookie alone: a page comes either way. */
    private String logIn(AdminSession.Login login) {
        try {
            return http
                    .to(ID, login.address(), Authorization.none())
                    .post("/admin")
                    .sending(
                            "token=" + URLEncoder.encode(login.token(), StandardCharsets.UTF_8),
                            "application/x-www-form-urlencoded")
                    .stream(body -> body.header("set-cookie")
                    .filter(cookie -> cookie.startsWith(COOKIE))
                    .map(cookie -> cookie.split(";", 2)[0])
                    .filter(cookie -> cookie.length() > COOKIE.length())
                    .orElseThrow(() -> new ServiceFault(Fault.REFUSED, null, "vaultwarden gave no session", null)));
        } catch (ServiceFault limited) {
            if (limited.fault() == Fault.RATE_LIMITED && limited.retryAt().isEmpty()) {
                throw new ServiceFault(
                        Fault.RATE_LIMITED, clock.instant().plus(NEXT_LOG_IN), "vaultwarden: too many log-ins", null);
            }
            throw limited;
        }
    }

    /** Asked for JSON, so that a refusal is one and not a page to log in. */
    private Call asked(String cookie, String path, Object... values) {
        return line().get(path, values).saying("Cookie", cookie).saying("Accept", "application/json");
    }

    /** A 404 that says why is about the account; any other is about the address. */
    private static Optional<Profile> known(Call call) {
        return call.jsonUnless(
                Profile.class,
                refusal -> refusal.status() == 404
                        && refusal.body().path("errorModel").isObject());
    }

    private static String text(Body body) {
        try {
            return new String(body.content().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServiceHttp line() {
        return http.to(ID, address(), Authorization.none());
    }

    private static <T> T misread() {
        throw new ServiceFault(Fault.UNREADABLE, null, "vaultwarden: an answer of another form", null);
    }

    private record Listed(@Nullable String id) {

        Listed {
            if (id == null) {
                misread();
            }
        }
    }

    /** @param organizations those the account is confirmed in */
    record Belonging(@Nullable String id, @Nullable List<Organization> organizations) {

        List<Organization> memberships() {
            return organizations == null ? List.of() : organizations;
        }
    }

    /** @param status 1 when the account was invited and has no vault yet, 0 otherwise */
    record Profile(
            String id,
            @Nullable String name,
            @Nullable String email,
            @Nullable Boolean emailVerified,
            @JsonProperty("_status") @Nullable Integer status,
            @Nullable Boolean userEnabled,
            @Nullable Boolean twoFactorEnabled,
            @Nullable Instant creationDate,
            @Nullable String avatarColor,
            @Nullable String culture,
            @Nullable List<Organization> organizations) {

        @SuppressWarnings("ConstantValue") // what comes from outside may lack anything
        Profile {
            if (id == null) {
                misread();
            }
        }

        List<Organization> memberships() {
            return organizations == null ? List.of() : organizations;
        }

        boolean invited() {
            return Integer.valueOf(1).equals(status);
        }

        boolean disabled() {
            return Boolean.FALSE.equals(userEnabled);
        }

        boolean secondFactor() {
            return Boolean.TRUE.equals(twoFactorEnabled);
        }
    }

    /** @param type what the account is in it: 0 is an owner */
    record Organization(
            @Nullable String id,
            @Nullable String name,
            @Nullable Integer type) {

        /** Its id; empty when it has none. */
        String key() {
            return id == null ? "" : id;
        }

        boolean owned() {
            return Integer.valueOf(0).equals(type);
        }
    }
}
