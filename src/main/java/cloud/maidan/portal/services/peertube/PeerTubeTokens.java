package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceAccess.Secret;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.services.http.ServiceHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The access token of our administrator account, kept while it lives: PeerTube takes fifteen sign-ins in five minutes
 * from one address, whoever signs in. A refused password is therefore not tried again for a while.
 */
@Component
class PeerTubeTokens {

    private static final Duration SPARE = Duration.ofMinutes(1);
    private static final Duration YOUNG = Duration.ofSeconds(30);
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);

    private final ServiceAccess access;
    private final OutboundHttp http;
    private final PeerTubeProperties properties;
    private final Clock clock;

    private @Nullable Login used;
    private @Nullable Token token;
    private @Nullable Refusal refusal;

    PeerTubeTokens(ServiceAccess access, OutboundHttp http, PeerTubeProperties properties, Clock clock) {
        this.access = access;
        this.http = http;
        this.properties = properties;
        this.clock = clock;
    }

    /** Where we sign in with what. */
    private record Login(URI address, String username, String password) {

        @Override
        public String toString() {
            return "Login[" + address + "]";
        }
    }

    private record Token(
            String access,
            Instant made,
            Instant until,
            @Nullable String refresh,
            Instant refreshUntil) {}

    /** @param code PeerTube's own word for why, such as {@code missing_two_factor}; empty when it gave none */
    private record Refusal(ServiceFault fault, String code, Instant until) {}

    boolean configured() {
        return access.address(PeerTubeClient.ID).isPresent() && secret().isPresent();
    }

    /** A token that lives; signs in when there is none. */
    synchronized String token() {
        Instant now = clock.instant();
        Login login = takeUp();
        Token kept = token;
        if (kept != null && now.isBefore(kept.until())) {
            return kept.access();
        }
        if (refusal != null && now.isBefore(refusal.until())) {
            throw refusal.fault();
        }
        Token made = kept != null && kept.refresh() != null && now.isBefore(kept.refreshUntil())
                ? refreshed(login, kept.refresh())
                : signedIn(login);
        token = made;
        refusal = null;
        return made.access();
    }

    /** A token and a refusal last no longer than the address, the name and the password that they came from. */
    private Login takeUp() {
        Login now = new Login(
                address(),
                properties.typed(access).username(),
                secret().orElseThrow(() -> new IllegalStateException("no password for peertube"))
                        .read());
        if (used == null || !used.equals(now)) {
            used = now;
            token = null;
            refusal = null;
        }
        return now;
    }

    /**
     * PeerTube no longer knows the token, as after somebody ended it.
     *
     * @return whether another may be had; a token that was refused just after it was made is not worth another sign-in
     */
    synchronized boolean forget(String refused) {
        Token kept = token;
        if (kept == null || !kept.access().equals(refused)) {
            return true;
        }
        if (clock.instant().isBefore(kept.made().plus(YOUNG))) {
            return false;
        }
        token = null;
        return true;
    }

    /** PeerTube's own word for why our last sign-in was refused; empty when it was not. */
    synchronized Optional<String> refused() {
        return Optional.ofNullable(refusal).map(Refusal::code);
    }

    private Token refreshed(Login login, String refresh) {
        Answer answer = grant(login, new TreeMap<>(Map.of("grant_type", "refresh_token", "refresh_token", refresh)))
                .answer();
        return answer.succeeded() ? read(answer.body()) : signedIn(login);
    }

    private Token signedIn(Login login) {
        Call call = grant(
                login,
                new TreeMap<>(
                        Map.of("grant_type", "password", "username", login.username(), "password", login.password())));
        Answer answer = call.answer();
        if (!answer.succeeded()) {
            remember(call, answer);
        }
        return read(answer.body());
    }

    private void remember(Call call, Answer refused) {
        try {
            call.orFault(refused);
        } catch (ServiceFault fault) {
            if (fault.fault() == Fault.REFUSED || fault.fault() == Fault.RATE_LIMITED) {
                Instant until = fault.retryAt().orElse(clock.instant().plus(AFTER_REFUSAL));
                refusal = new Refusal(fault, refused.body().path("code").asString(""), until);
            }
            throw fault;
        }
    }

    /** PeerTube names its client only to whoever calls it by its public name. */
    private Call client(ServiceHttp line) {
        Call call = line.get("/api/v1/oauth-clients/local");
        URI name = properties.typed(access).publicUrl();
        return name == null ? call : call.saying("Host", name.getRawAuthority());
    }

    private Call grant(Login login, TreeMap<String, String> form) {
        ServiceHttp line = http.to(PeerTubeClient.ID, login.address(), Authorization.none());
        JsonNode client = client(line).json(JsonNode.class);
        form.put("client_id", text(client, "client_id"));
        form.put("client_secret", text(client, "client_secret"));
        String content = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return line.post("/api/v1/users/token").sending(content, "application/x-www-form-urlencoded");
    }

    private Token read(JsonNode answer) {
        Instant now = clock.instant();
        String refresh = answer.path("refresh_token").asString("");
        return new Token(
                text(answer, "access_token"),
                now,
                now.plus(life(answer, "expires_in")),
                refresh.isEmpty() ? null : refresh,
                now.plus(life(answer, "refresh_token_expires_in")));
    }

    private static Duration life(JsonNode answer, String field) {
        return Duration.ofSeconds(answer.path(field).asLong(0)).minus(SPARE);
    }

    private static String text(JsonNode answer, String field) {
        return answer.path(field)
                .stringValueOpt()
                .orElseThrow(() ->
                        new ServiceFault(Fault.UNREADABLE, null, "peertube: an answer about tokens without one", null));
    }

    private URI address() {
        return access.address(PeerTubeClient.ID)
                .orElseThrow(() -> new IllegalStateException("peertube is not configured"));
    }

    private Optional<Secret> secret() {
        return access.secret(PeerTubeClient.ID, "password");
    }
}
