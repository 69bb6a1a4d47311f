package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.services.http.ServiceHttp;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Speaks to Authentik's API v3 (its OpenAPI of 2026.5.6). Every path ends with a slash; lists come in pages that are
 * counted from 1; a wrong token and a missing right both answer 403.
 */
@Component
class AuthentikClient {

    static final ServiceId ID = new ServiceId("authentik");

    private static final String API = "/api/v3";
    private static final String USERS = API + "/core/users/";
    /** What Authentik says of our token, not of a right. */
    private static final Set<String> UNKNOWN_TOKEN =
            Set.of("Token invalid/expired", "Authentication credentials were not provided.");

    private final ServiceAccess access;
    private final OutboundHttp http;
    private final AuthentikProperties properties;

    AuthentikClient(ServiceAccess access, OutboundHttp http, AuthentikProperties properties) {
        this.access = access;
        this.http = http;
        this.properties = properties;
    }

    /** Our account has no right to see this; the rest may still be seen. */
    static final class NotAllowed extends ServiceFault {

        NotAllowed() {
            super(Fault.REFUSED, null, "authentik: our account has no right to see this", null);
        }
    }

    /** Authentik does not know our token, or no longer. */
    static final class UnknownToken extends ServiceFault {

        UnknownToken() {
            super(Fault.REFUSED, null, "authentik: our token is not known, or has expired", null);
        }
    }

    /** @param count of the whole list, as Authentik counts it @param next number of the next page; empty at the end */
    record Page(List<JsonNode> items, long count, Optional<Integer> next) {

        Page {
            items = List.copyOf(items);
        }

        /** The same page with what belongs to the person alone. */
        List<JsonNode> of(Listing listing) {
            return items.stream().filter(listing.belongs()).toList();
        }
    }

    /** @param whole whether there is nothing beyond */
    record Part(List<JsonNode> items, boolean whole) {

        Part {
            items = List.copyOf(items);
        }
    }

    boolean configured() {
        return access.address(ID).isPresent() && access.secret(ID, "token").isPresent();
    }

    String version() {
        return text(get("/admin/version/"), "version_current");
    }

    /** System settings; {@link NotAllowed} when our account may not see them. */
    JsonNode settings() {
        return get("/admin/settings/");
    }

    Optional<Account> account(long pk) {
        return found(line().get(USERS + "{user}/", pk)).map(Account::new);
    }

    /** The user whose {@code sub} it is; empty when there is none. */
    Optional<Account> account(UUID subject) {
        List<JsonNode> users = read(line().get(USERS)
                        .with("uuid", subject)
                        .with("include_groups", false)
                        .with("include_roles", false))
                .items();
        Optional<Account> account = users.stream()
                .map(Account::new)
                .filter(user -> user.uuid().equals(subject))
                .findFirst();
        // a filter that was not understood would answer with everybody
        return account.isEmpty() && !users.isEmpty() ? misread() : account;
    }

    /** The user of that name; empty when there is none. */
    Optional<Account> account(String username) {
        return read(line().get(USERS)
                        .with("username", username)
                        .with("include_groups", false)
                        .with("include_roles", false))
                .items()
                .stream()
                .map(Account::new)
                .filter(user -> user.username().equals(username))
                .findFirst();
    }

    /** All users, service accounts too, in order of their keys. */
    Page accounts(int page) {
        return read(line().get(USERS)
                .with("ordering", "pk")
                .with("include_groups", false)
                .with("include_roles", false)
                .with("page", page)
                .with("page_size", properties.pageSize()));
    }

    /** @throws NotAllowed when our account may not see the list */
    Page page(Listing listing, int number) {
        return pageIfThere(listing, number).orElseGet(AuthentikClient::misread);
    }

    /** Empty when the list has become shorter than that. */
    Optional<Page> pageIfThere(Listing listing, int number) {
        return found(asked(listing, number, properties.pageSize())).map(AuthentikClient::page);
    }

    /** A list that is short by nature, up to a number of pages. */
    Part part(Listing listing, int mostPages) {
        List<JsonNode> items = new ArrayList<>();
        Optional<Integer> next = Optional.of(1);
        for (int read = 0; next.isPresent() && read < mostPages; read++) {
            Page page = page(listing, next.get());
            items.addAll(page.of(listing));
            next = page.next();
        }
        return new Part(items, next.isEmpty());
    }

    /** The list's first item and its length. */
    Page first(Listing listing) {
        return read(asked(listing, 1, 1));
    }

    /** Second factors of every kind. Kinds that our account may not see are left out without a word. */
    List<JsonNode> devices(long user) {
        JsonNode devices = tree(line().get(API + "/authenticators/admin/all/").with("user", user));
        if (!devices.isArray()) {
            misread();
        }
        return List.copyOf(devices.valueStream().toList());
    }

    /** Whether our account may see that kind of second factor. */
    boolean sees(DeviceKind kind) {
        try {
            read(line().get(API + "/authenticators/admin/" + kind.path() + "/").with("page_size", 1));
            return true;
        } catch (NotAllowed notAllowed) {
            return false;
        }
    }

    /** A second factor with what the list of all kinds does not say; empty when it is gone. */
    Optional<JsonNode> device(DeviceKind kind, String pk) {
        return found(line().get(API + "/authenticators/admin/" + kind.path() + "/{device}/", pk));
    }

    /** False when it was gone already. */
    boolean removeDevice(DeviceKind kind, String pk) {
        return removed(line().delete(API + "/authenticators/admin/" + kind.path() + "/{device}/", pk));
    }

    /** False when it was gone already. */
    boolean endSession(String uuid) {
        return removed(line().delete(API + "/core/authenticated_sessions/{session}/", uuid));
    }

    /** False when it was gone already. */
    boolean withdrawConsent(String pk) {
        return removed(line().delete(API + "/core/user_consent/{consent}/", pk));
    }

    /** False when it was gone already. */
    boolean removeEvent(String pk) {
        return removed(line().delete(API + "/events/events/{event}/", pk));
    }

    /** How far sign-ins with a name from one address are trusted; goes with no account. False when it was gone already. */
    boolean removeScore(String pk) {
        return removed(line().delete(API + "/policies/reputation/scores/{score}/", pk));
    }

    /** With everything that hangs on it; its events follow by and by. False when it was gone already. */
    boolean removeAccount(long pk) {
        return removed(line().delete(USERS + "{user}/", pk));
    }

    /** Sets one field of an account; false when Authentik does not take the value. */
    boolean change(long pk, String field, Object value) {
        Call call = line().patch(USERS + "{user}/", pk).sending(Map.of(field, value));
        Answer answer = allowed(call.answer());
        if (answer.status() == 400 && answer.body().has(field)) {
            return false;
        }
        call.orFault(answer);
        return true;
    }

    /** Changes one system setting; needs {@code authentik_rbac.edit_system_settings}. */
    void change(String setting, Object value) {
        Call call = line().patch(API + "/admin/settings/").sending(Map.of(setting, value));
        call.orFault(allowed(call.answer()));
    }

    /** A page of every event there is, oldest first. */
    Optional<Page> events(int page) {
        return found(line().get(API + "/events/events/")
                        .with("ordering", "created")
                        .with("page", page)
                        .with("page_size", properties.pageSize()))
                .map(AuthentikClient::page);
    }

    /** Microseconds and an offset. Null when there is none or it cannot be read. */
    static @Nullable Instant time(JsonNode item, String field) {
        try {
            return item.path(field)
                    .stringValueOpt()
                    .map(OffsetDateTime::parse)
                    .map(OffsetDateTime::toInstant)
                    .orElse(null);
        } catch (DateTimeException e) {
            return null;
        }
    }

    static <T> T misread() {
        throw new ServiceFault(Fault.UNREADABLE, null, "authentik: an answer of another form", null);
    }

    private Call asked(Listing listing, int number, int size) {
        Call call = line().get(API + listing.path());
        new TreeMap<>(listing.filters()).forEach(call::with);
        return call.with("page", number).with("page_size", size);
    }

    private JsonNode get(String path) {
        return tree(line().get(API + path));
    }

    private Page read(Call call) {
        return page(tree(call));
    }

    /** Pages are told by number, and 0 means there is none. */
    private static Page page(JsonNode answer) {
        JsonNode pagination = answer.path("pagination");
        JsonNode next = pagination.path("next");
        JsonNode items = answer.path("results");
        if (!next.isNumber() || !pagination.path("count").isNumber() || !items.isArray()) {
            misread();
        }
        int number = next.asInt();
        if (number != 0 && number <= pagination.path("current").asInt()) {
            misread(); // it would never end
        }
        return new Page(
                items.valueStream().toList(),
                pagination.path("count").asLong(),
                number == 0 ? Optional.empty() : Optional.of(number));
    }

    private JsonNode tree(Call call) {
        return call.orFault(allowed(call.answer())).body();
    }

    /** Empty for 404 in Authentik's own words; a 404 without them was given by somebody else. */
    private Optional<JsonNode> found(Call call) {
        Answer answer = allowed(call.answer());
        return answer.status() == 404 && answer.body().path("detail").isString()
                ? Optional.empty()
                : Optional.of(call.orFault(answer).body());
    }

    private static boolean removed(Call call) {
        Answer answer = allowed(call.answer());
        if (answer.status() == 404 && answer.body().path("detail").isString()) {
            return false;
        }
        return call.orFault(answer).succeeded();
    }

    /** Tells a token that Authentik does not know from a right that our account has not: both are 403. */
    private static Answer allowed(Answer answer) {
        String detail = answer.body().path("detail").asString("");
        if (answer.status() == 403) {
            throw UNKNOWN_TOKEN.contains(detail) ? new UnknownToken() : new NotAllowed();
        }
        // a list of somebody's applications says so instead when our account may not see them
        if (answer.status() == 400 && answer.body().has("for_user")) {
            throw new NotAllowed();
        }
        return answer;
    }

    private static String text(JsonNode answer, String field) {
        return answer.path(field).stringValueOpt().orElseGet(AuthentikClient::misread);
    }

    private ServiceHttp line() {
        URI address = access.address(ID)
                .orElseThrow(() -> new ServiceFault(Fault.REFUSED, null, "authentik: no address is configured", null));
        ServiceAccess.Secret token = access.secret(ID, "token")
                .orElseThrow(() -> new ServiceFault(Fault.REFUSED, null, "authentik: no token is configured", null));
        return http.to(ID, address, Authorization.bearer(token));
    }
}
