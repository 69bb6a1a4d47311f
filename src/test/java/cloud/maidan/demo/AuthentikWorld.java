package cloud.maidan.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The invented people of the Authentik stand-in, as rows in the form in which its API gives them. */
public final class AuthentikWorld {

    /** Words that must never leave the service, planted wherever Authentik could hold such a thing. */
    public static final List<String> SECRETS = List.of(
            "attribute-secret-of-mira",
            "recovery-code-of-mira",
            "recovery-link-of-mira",
            "query-code-of-mira",
            "secret-key-of-mira");
    /** Of others, in what Authentik says about the member. */
    public static final List<String> OTHERS =
            List.of("arda-in-an-event@riverbend.example", "198.51.100.77", "Former Mira");

    static final int MOST_PER_PAGE = 100;

    final Map<Integer, Map<String, Object>> users = new LinkedHashMap<>();
    final List<Map<String, Object>> sessions = new ArrayList<>();
    final List<Map<String, Object>> consents = new ArrayList<>();
    final List<Map<String, Object>> devices = new ArrayList<>();
    final List<Map<String, Object>> connections = new ArrayList<>();
    final List<Map<String, Object>> notifications = new ArrayList<>();
    final List<Map<String, Object>> reputation = new ArrayList<>();
    final List<Map<String, Object>> applications = new ArrayList<>();
    final List<Map<String, Object>> events = new ArrayList<>();
    final Map<String, Object> settings = new LinkedHashMap<>();
    /** Application's slug to the users who may not open it. */
    final Map<String, Set<Integer>> closed = new HashMap<>();
    /** What the portal's role may do; the documents list the same. */
    final Set<String> rights = new LinkedHashSet<>(RIGHTS);

    public static final List<String> RIGHTS = List.of(
            "authentik_core.view_user",
            "authentik_core.change_user",
            "authentik_core.delete_user",
            "authentik_core.view_user_applications",
            "authentik_core.view_group",
            "authentik_core.view_application",
            "authentik_core.view_authenticatedsession",
            "authentik_core.delete_authenticatedsession",
            "authentik_core.view_userconsent",
            "authentik_core.delete_userconsent",
            "authentik_core.view_usersourceconnection",
            "authentik_events.view_event",
            "authentik_events.delete_event",
            "authentik_events.view_notification",
            "authentik_policies_reputation.view_reputation",
            "authentik_policies_reputation.delete_reputation",
            "authentik_rbac.view_system_settings",
            "authentik_rbac.edit_system_settings",
            "authentik_stages_authenticator_duo.view_duodevice",
            "authentik_stages_authenticator_duo.delete_duodevice",
            "authentik_stages_authenticator_email.view_emaildevice",
            "authentik_stages_authenticator_email.delete_emaildevice",
            "authentik_stages_authenticator_sms.view_smsdevice",
            "authentik_stages_authenticator_sms.delete_smsdevice",
            "authentik_stages_authenticator_static.view_staticdevice",
            "authentik_stages_authenticator_static.delete_staticdevice",
            "authentik_stages_authenticator_totp.view_totpdevice",
            "authentik_stages_authenticator_totp.delete_totpdevice",
            "authentik_stages_authenticator_webauthn.view_webauthndevice",
            "authentik_stages_authenticator_webauthn.delete_webauthndevice");

    static final Instant START = Instant.parse("2026-03-01T08:00:00.000123Z");

    private Instant now;
    private int keys = 100;

    /** @param start when it begins; what happens in it takes about eight days */
    AuthentikWorld(Instant start) {
        now = start;
        settings.putAll(object(
                "avatars",
                "gravatar,initials",
                "default_user_change_name",
                true,
                "default_user_change_email",
                false,
                "default_user_change_username",
                false,
                "event_retention",
                "days=365",
                "gdpr_compliance",
                true,
                "impersonation",
                true,
                "pagination_default_page_size",
                20,
                "pagination_max_page_size",
                MOST_PER_PAGE,
                "flags",
                object(
                        "core_default_app_access", true,
                        "enterprise_audit_include_expanded_diff", false,
                        "flows_continuous_login", false,
                        "flows_refresh_others", false)));
        person(1, "akadmin", "authentik Default Admin", uuid("akadmin"), "admin@riverbend.example", true);
        int pk = 5;
        for (DemoAccount account : DemoAccount.values()) {
            person(pk++, account.username(), account.displayName(), account.subject(), account.email(), false);
        }
        application("matrix", "Chat", "https://chat.riverbend.example/");
        application("nextcloud", "Files", "https://files.riverbend.example/");
        application("operations", "Back office", null);
        application("maidan", "Maidan Portal", "http://localhost:8080");
        closed.put("operations", Set.of(5));
        mira();
        for (int other = 6; other <= 9; other++) {
            aLittle(other);
        }
    }

    private void mira() {
        Map<String, Object> mira = user(5);
        mira.put(
                "attributes",
                object("settings", Map.of("locale", "en"), "wifi", "attribute-secret-of-mira", "shoe_size", "38"));
        mira.put("avatar", "https://www.gravatar.com/avatar/0bc83cb571cd1c50ba6f3e8a78ef1346?size=158");
        session(5, "192.0.2.10", FIREFOX, "Windmill City", "Firefox", "Linux");
        session(5, "192.0.2.11", PHONE, "Windmill City", "Chrome Mobile", "Android");
        session(6, "192.0.2.20", FIREFOX, "Riverbend", "Firefox", "Linux");
        consent(5, "matrix", "openid profile email");
        consent(5, "nextcloud", "openid profile email");
        consent(6, "matrix", "openid profile email");
        device(5, "totp", "TOTPDevice", "TOTP Device", "Phone app", Map.of());
        device(5, "webauthn", "WebAuthnDevice", "WebAuthn Device", "Blue key", Map.of());
        device(
                5,
                "static",
                "StaticDevice",
                "Static Device",
                "Recovery codes",
                Map.of("token_set", List.of(Map.of("token", "recovery-code-of-mira"))));
        device(5, "sms", "SMSDevice", "SMS Device", "Phone", Map.of("phone_number", "+1 555 0100"));
        device(5, "email", "EmailDevice", "Email Device", "Mail", Map.of("email", "member@riverbend.example"));
        device(6, "totp", "TOTPDevice", "TOTP Device", "Moss's app", Map.of());
        connection(5, "garden-club", "Garden club", "mira-in-the-garden");
        score(5, "192.0.2.10", 4);
        score(5, "203.0.113.66", -3);
        for (int day = 0; day < 60; day++) {
            happened(5, "login", Map.of("auth_method", "password", "auth_method_args", Map.of("known_device", true)));
            happened(
                    5,
                    "authorize_application",
                    object(
                            "authorized_application",
                            object(
                                    "pk",
                                    uuid("matrix"),
                                    "app",
                                    "authentik_core",
                                    "name",
                                    "Chat",
                                    "model_name",
                                    "application"),
                            "flow",
                            uuid("flow"),
                            "scopes",
                            "openid profile email"));
            happened(5, "logout", Map.of());
        }
        happened(5, "password_set", Map.of());
        happened(5, "secret_view", Map.of("secret", Map.of("name", "secret-key-of-mira")));
        happened(
                5,
                "email_sent",
                object(
                        "subject",
                        "Sign in again",
                        "to_email",
                        List.of("member@riverbend.example"),
                        "body",
                        "Open https://auth.example/recovery-link-of-mira",
                        "message",
                        "Email was sent"));
        happened(5, "model_updated", Map.of("model", model(5)));
        event(
                8,
                "admin",
                "model_updated",
                "198.51.100.77",
                object(
                        "model",
                        model(5),
                        "http_request",
                        object("path", "/api/v3/core/users/5/", "method", "PATCH", "user_agent", "Arda's browser")));
        for (int attempt = 0; attempt < 3; attempt++) {
            failed("member", "203.0.113.66");
        }
        failed("nobody-here", "203.0.113.66");
        Map<String, Object> about = events.getLast();
        notifications.add(object(
                "pk",
                uuid("notice"),
                "severity",
                "notice",
                "body",
                "Your password was changed",
                "created",
                stamp(),
                "event",
                about,
                "seen",
                false,
                "user",
                5));
    }

    /** Whether a row is Mira's, or was written down about her. */
    private static @Nullable Boolean isMiras(String table, Object entity) {
        if (!(entity instanceof Map<?, ?> row)) {
            return null;
        }
        return switch (table) {
            case "AuthentikWorld.users" -> row.get("pk") instanceof Integer pk ? pk == 5 : null;
            case "AuthentikWorld.sessions", "AuthentikWorld.connections", "AuthentikWorld.notifications" ->
                isSame(row.get("user"), 5);
            case "AuthentikWorld.devices" -> isSame(row.get("_user"), 5);
            case "AuthentikWorld.consents" -> row.get("user") instanceof Map<?, ?> user && isSame(user.get("pk"), 5);
            case "AuthentikWorld.reputation" -> isSame(row.get("identifier"), "member");
            case "AuthentikWorld.events" ->
                row.get("user") instanceof Map<?, ?> user && isSame(user.get("pk"), 5)
                        || row.get("context") instanceof Map<?, ?> context
                                && (isSame(context.get("username"), "member")
                                        || context.get("model") instanceof Map<?, ?> model
                                                && isSame(model.get("pk"), 5));
            default -> null;
        };
    }

    synchronized Planted plant(String word) {
        return new Planting(FieldWords.of("authentik", word), AuthentikWorld::isMiras).into(this);
    }

    private void aLittle(int pk) {
        session(pk, "192.0.2." + pk, FIREFOX, "Riverbend", "Firefox", "Linux");
        consent(pk, "matrix", "openid profile email");
        device(pk, "totp", "TOTPDevice", "TOTP Device", "Phone app", Map.of());
        happened(pk, "login", Map.of("auth_method", "password"));
        happened(pk, "authorize_application", Map.of("authorized_application", Map.of("name", "Chat")));
    }

    /** Everything that was changed through the API, in order: one entry for each thing. */
    final List<String> effects = new ArrayList<>();
    /** Users whose events are still being removed, and how often somebody will yet find them. */
    final Map<Integer, Integer> cleaning = new HashMap<>();

    boolean keeps;

    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    /** From now on it says yes to whatever it is told to delete, and keeps it. */
    public synchronized void keepEverything() {
        keeps = true;
    }

    /** Makes somebody one who may do everything. */
    public synchronized void promote(String subject) {
        user(keyOf(subject)).put("is_superuser", true);
    }

    /** Somebody else does something that tells of a user. */
    public synchronized void mention(int actor, String action, Map<String, Object> context) {
        event(actor, actor == 8 ? "admin" : "akadmin", action, "198.51.100.77", context);
    }

    /** Everything it holds, as text. */
    public synchronized String everything() {
        return List.of(users, sessions, consents, devices, connections, notifications, reputation, events)
                .toString();
    }

    /** Sets a field; whoever is switched off loses sessions, and it is written down that the portal did it. */
    void change(int pk, Map<String, Object> fields) {
        Map<String, Object> user = user(pk);
        boolean fresh =
                fields.entrySet().stream().anyMatch(field -> !isSame(user.get(field.getKey()), field.getValue()));
        if (fresh) {
            effects.add("change " + pk + " " + fields.keySet());
        }
        if (keeps) {
            return;
        }
        user.putAll(fields);
        event(990, "maidan-portal", "model_updated", "192.0.2.1", object("model", model(pk)));
        if (Boolean.FALSE.equals(fields.get("is_active"))) {
            sessions.removeIf(row -> isSame(row.get("user"), pk));
        }
    }

    /** What hangs on the user goes at once, events of theirs later, and scores, which know only a name, never. */
    void delete(int pk) {
        effects.add("delete user " + pk);
        if (keeps) {
            return;
        }
        Map<String, Object> model = model(pk);
        model.put("name", user(pk).get("username"));
        users.remove(pk);
        for (List<Map<String, Object>> rows : List.of(sessions, connections, notifications)) {
            rows.removeIf(row -> isSame(row.get("user"), pk));
        }
        consents.removeIf(row -> isSame(part(row, "user").get("pk"), pk));
        devices.removeIf(row -> isSame(row.get("_user"), pk));
        event(990, "maidan-portal", "model_deleted", "192.0.2.1", object("model", model));
        if (isSame(settings.get("gdpr_compliance"), true)) {
            cleaning.put(pk, 5);
        }
    }

    /** Time passes while events are looked at. */
    void clean() {
        cleaning.replaceAll((pk, looks) -> looks - 1);
        cleaning.entrySet().removeIf(each -> {
            if (each.getValue() < 0) {
                events.removeIf(row -> isSame(part(row, "user").get("pk"), each.getKey()));
            }
            return each.getValue() < 0;
        });
    }

    /** Deletes somebody, with their events, as Authentik does while it is told to comply with the GDPR. */
    public synchronized void deleteUser(String subject) {
        int pk = keyOf(subject);
        users.remove(pk);
        sessions.removeIf(row -> isSame(row.get("user"), pk));
        events.removeIf(row -> isSame(part(row, "user").get("pk"), pk));
    }

    /** Lets something happen to somebody. */
    public synchronized void happen(String subject, String action, Map<String, Object> context) {
        happened(keyOf(subject), action, context);
    }

    /** The member's name was somebody else's before: what they did, before anything else, is still listed under it. */
    public synchronized void aNameFromBefore() {
        event(900, "member", "login", "192.0.2.99", object("auth_method", "password", "message", "Former Mira"));
        Map<String, Object> event = events.removeLast();
        event.put("created", "2020-01-01T00:00:00.000001Z");
        events.addFirst(event);
    }

    /** Somebody tries to sign in with a name and fails. */
    public synchronized void fail(String name, String ip) {
        failed(name, ip);
    }

    /** Takes a right from the portal's account. */
    public synchronized void deny(String right) {
        rights.remove(right);
    }

    public synchronized void allow(String right) {
        rights.add(right);
    }

    public synchronized void set(String setting, Object value) {
        settings.put(setting, value);
    }

    /** The oldest events go, as they do when their time is over. */
    public synchronized void expire(int oldest) {
        events.subList(0, oldest).clear();
    }

    public synchronized int sessionsOf(String subject) {
        int pk = keyOf(subject);
        return (int)
                sessions.stream().filter(row -> isSame(row.get("user"), pk)).count();
    }

    /** Authentik's own key of the user. */
    public synchronized int keyOf(String subject) {
        return users.entrySet().stream()
                .filter(user -> isSame(user.getValue().get("uuid"), subject))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String PHONE =
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36";

    private void person(int pk, String username, String name, String uuid, String email, boolean superuser) {
        users.put(
                pk,
                object(
                        "pk",
                        pk,
                        "username",
                        username,
                        "name",
                        name,
                        "is_active",
                        true,
                        "last_login",
                        stamp(),
                        "date_joined",
                        stamp(),
                        "is_superuser",
                        superuser,
                        "groups",
                        List.of(uuid("maidan-members")),
                        "groups_obj",
                        List.of(object(
                                "pk",
                                uuid("maidan-members"),
                                "num_pk",
                                7,
                                "name",
                                "maidan-members",
                                "is_superuser",
                                false,
                                "attributes",
                                Map.of("group_note", "not Mira's"))),
                        "roles",
                        List.of(),
                        "roles_obj",
                        List.of(),
                        "email",
                        email,
                        "avatar",
                        "data:image/svg+xml;base64,PHN2Zy8+",
                        "attributes",
                        Map.of(),
                        "uid",
                        "%064x".formatted(pk),
                        "path",
                        "users",
                        "type",
                        "internal",
                        "uuid",
                        uuid,
                        "password_change_date",
                        stamp(),
                        "last_updated",
                        stamp()));
    }

    private void application(String slug, String name, @Nullable String launch) {
        applications.add(object(
                "pk",
                uuid(slug),
                "name",
                name,
                "slug",
                slug,
                "provider",
                null,
                "provider_obj",
                null,
                "backchannel_providers",
                List.of(),
                "backchannel_providers_obj",
                List.of(),
                "launch_url",
                launch,
                "open_in_new_tab",
                false,
                "meta_launch_url",
                launch == null ? "" : launch,
                "meta_icon",
                "",
                "meta_icon_url",
                null,
                "meta_icon_themed_urls",
                null,
                "meta_description",
                "",
                "meta_publisher",
                "",
                "policy_engine_mode",
                "any",
                "group",
                ""));
        if (launch == null) {
            applications.getLast().remove("meta_launch_url");
        }
    }

    private void session(int user, String ip, String agent, String city, String browser, String system) {
        sessions.add(object(
                "uuid",
                uuid("session" + sessions.size()),
                "current",
                false,
                "user_agent",
                object(
                        "device", object("brand", "", "family", "Other", "model", ""),
                        "os", object("family", system, "major", "", "minor", "", "patch", "", "patch_minor", ""),
                        "user_agent", object("family", browser, "major", "1", "minor", "0", "patch", ""),
                        "string", agent),
                "geo_ip",
                place(city),
                "asn",
                null,
                "user",
                user,
                "last_ip",
                ip,
                "last_user_agent",
                agent,
                "last_used",
                stamp(),
                "expires",
                stamp(now.plus(14, ChronoUnit.DAYS))));
    }

    private void consent(int user, String slug, String permissions) {
        Map<String, Object> application = applications.stream()
                .filter(each -> isSame(each.get("slug"), slug))
                .findFirst()
                .orElseThrow();
        consents.add(object(
                "pk",
                ++keys,
                "expires",
                stamp(now.plus(28, ChronoUnit.DAYS)),
                "expiring",
                true,
                "user",
                user(user),
                "application",
                application,
                "permissions",
                permissions));
    }

    private void device(int user, String kind, String type, String title, String name, Map<String, Object> details) {
        devices.add(object(
                "verbose_name",
                title,
                "verbose_name_plural",
                title + "s",
                "meta_model_name",
                "authentik_stages_authenticator_" + kind + "." + type.toLowerCase(java.util.Locale.ROOT),
                "pk",
                Integer.toString(++keys),
                "name",
                name,
                "type",
                "authentik_stages_authenticator_" + kind + "." + type,
                "confirmed",
                true,
                "created",
                stamp(),
                "last_updated",
                stamp(),
                "last_used",
                null,
                "extra_description",
                "",
                "external_id",
                null,
                // not in the answer of the list
                "_user",
                user,
                "_kind",
                kind,
                "_details",
                details));
    }

    private void connection(int user, String slug, String name, String identifier) {
        connections.add(object(
                "pk", ++keys,
                "user", user,
                "source", uuid(slug),
                "source_obj",
                        object(
                                "pk",
                                uuid(slug),
                                "name",
                                name,
                                "slug",
                                slug,
                                "enabled",
                                true,
                                "component",
                                "ak-source-oauth-form",
                                "verbose_name",
                                "OAuth Source",
                                "verbose_name_plural",
                                "OAuth Sources",
                                "meta_model_name",
                                "authentik_sources_oauth.oauthsource",
                                "managed",
                                null,
                                "icon_url",
                                null,
                                "icon_themed_urls",
                                null),
                "identifier", identifier,
                "created", stamp(),
                "last_updated", stamp()));
    }

    private void score(int user, String ip, int score) {
        reputation.add(object(
                "pk", uuid("score" + reputation.size()),
                "identifier", user(user).get("username"),
                "ip", ip,
                "ip_geo_data", place("Windmill City"),
                "ip_asn_data", Map.of(),
                "score", score,
                "updated", stamp()));
    }

    private void happened(int user, String action, Map<String, Object> context) {
        Map<String, Object> whole = new LinkedHashMap<>(context);
        whole.put("geo", place("Windmill City"));
        whole.put(
                "http_request",
                object(
                        "args", Map.of("query", "code=query-code-of-mira"),
                        "path", "/api/v3/flows/executor/default-authentication-flow/",
                        "method", "POST",
                        "request_id", "0123",
                        "user_agent", FIREFOX));
        event(user, String.valueOf(user(user).get("username")), action, "192.0.2." + (user + 5), whole);
    }

    /** Nobody's by Authentik's reckoning: the name that was tried stands in the context. */
    private void failed(String name, String ip) {
        Map<String, Object> event = row(
                "login_failed",
                ip,
                object("username", name, "password", "********************", "stage", object("name", "password")));
        event.put("user", object("pk", null, "email", "", "username", "AnonymousUser"));
        events.add(event);
    }

    private void event(int user, String username, String action, String ip, Map<String, Object> context) {
        Map<String, Object> event = row(action, ip, context);
        String email = user == 8 ? "arda-in-an-event@riverbend.example" : username + "@riverbend.example";
        event.put("user", object("pk", user, "email", email, "username", username));
        events.add(event);
    }

    private Map<String, Object> row(String action, String ip, Map<String, Object> context) {
        return object(
                "pk", UUID.randomUUID().toString(),
                "user", Map.of(),
                "action", action,
                "app", "authentik.events.signals",
                "context", context,
                "client_ip", ip,
                "created", stamp(),
                "expires", stamp(now.plus(365, ChronoUnit.DAYS)),
                "brand", object("pk", "b", "app", "authentik_brands", "name", "Default brand", "model_name", "brand"));
    }

    private Map<String, Object> model(int pk) {
        return object("pk", pk, "app", "authentik_core", "name", user(pk).get("name"), "model_name", "user");
    }

    private Map<String, Object> user(int pk) {
        return java.util.Objects.requireNonNull(users.get(pk));
    }

    private static Map<String, Object> place(String city) {
        return object("continent", "EU", "country", "ZZ", "city", city, "lat", 1.5, "long", 2.5);
    }

    /** Microseconds, as Authentik writes them; no two are the same. */
    private String stamp() {
        now = now.plus(61, ChronoUnit.MINUTES).plus(7, ChronoUnit.MICROS);
        return stamp(now);
    }

    private static String stamp(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }

    static boolean isSame(@Nullable Object value, Object other) {
        return other.equals(value);
    }

    /** An object within a row; empty when there is none. */
    static Map<?, ?> part(Map<String, Object> row, String field) {
        return row.get(field) instanceof Map<?, ?> part ? part : Map.of();
    }

    static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    @SuppressWarnings("NullAway") // JSON has nulls
    static Map<String, Object> object(@Nullable Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }
}
