package cloud.maidan.demo;

import cloud.maidan.demo.provider.DemoProvider;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Answers like Vaultwarden 1.37.2's administration, quirks included (shared sheet {@code services/vaultwarden.md}). */
public final class VaultwardenStandIn implements Marked {

    public static final String TOKEN = "open-sesame + & =";
    public static final String VERSION = "1.37.2";
    /** Stands in every field that the portal must not keep. */
    public static final String MARKER = "do-not-keep-5eed";

    private static final JsonMapper JSON = new JsonMapper();

    record Person(
            String id,
            String name,
            String email,
            @Nullable String signIn,
            int entries,
            int attachments,
            String size,
            @Nullable String lastActive,
            int status,
            boolean enabled,
            boolean secondFactor) {

        Person called(String other) {
            return new Person(
                    id, other, email, signIn, entries, attachments, size, lastActive, status, enabled, secondFactor);
        }

        Person disabled() {
            return new Person(
                    id, name, email, signIn, entries, attachments, size, lastActive, status, false, secondFactor);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int burst;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Boolean> cookies = new ConcurrentHashMap<>();
    private final Deque<Instant> logIns = new ArrayDeque<>();
    /** A row of a table of the server's database. @param owner the account's id */
    private record Held(String owner, String text) {}

    /** What goes when an account is deleted, in the server's order; the last is the account itself. */
    private static final List<String> TABLES = List.of(
            "sends",
            "emergency_access",
            "users_organizations",
            "ciphers",
            "favorites",
            "folders",
            "devices",
            "twofactor",
            "twofactor_incomplete",
            "invitations",
            "sso_users");

    /** What stays whoever is deleted. */
    private static final List<String> STAYING = List.of("organization_ciphers", "event", "log", "icon_cache", "copies");

    private final Map<String, List<Held>> tables = new ConcurrentHashMap<>();
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final Map<String, Person> people = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private volatile boolean administration = true;
    private volatile boolean signInShown = true;
    private volatile boolean otherPage;
    private volatile boolean onlyOwner;
    private volatile boolean keeping;
    private volatile int tablesUntilError = Integer.MAX_VALUE;

    private VaultwardenStandIn(HttpServer server, String issuer, int burst) {
        this.server = server;
        this.burst = burst;
        settings.put("sso_enabled", true);
        settings.put("signups_allowed", false);
        settings.put("disable_icon_download", true);
        settings.put("push_enabled", false);
        settings.put("show_password_hint", false);
        settings.put("sso_debug_tokens", false);
        settings.put("admin_token", "***");
        settings.put("domain", "*****://*****");
        person(DemoAccount.MEMBER, issuer + "/" + DemoAccount.MEMBER.subject(), 214, 3, "1.50 MB", 0, true);
        person(DemoAccount.MODERATOR, issuer + "/" + DemoAccount.MODERATOR.subject(), 12, 0, "0 bytes", 0, true);
        // signed in before their account at the provider was made anew (vaultwarden#6253)
        person(DemoAccount.OFFICER, issuer + "/99999999-9999-4999-8999-999999999999", 7, 0, "0 bytes", 0, false);
        // signed up before sign-in was switched on
        person(DemoAccount.ADMIN, null, 5, 1, "10.25 KB", 0, true);
        people.put(
                "invited",
                new Person(id("invited"), "", "kip@riverbend.example", null, 0, 0, "0 bytes", null, 1, true, false));
        TABLES.forEach(table -> people.values().forEach(person -> hold(table, person.id(), MARKER)));
        STAYING.forEach(table -> people.values().forEach(person -> hold(table, person.id(), MARKER)));
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** @param issuer of Vaultwarden's own application, with the slash at its end that Authentik's issuers have */
    public static VaultwardenStandIn start(int port, String issuer) {
        return start(port, issuer, 3);
    }

    /** @param burst log-ins in a row that are let through */
    public static VaultwardenStandIn start(int port, String issuer, int burst) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new VaultwardenStandIn(HttpServer.create(address, 0), issuer, burst);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public static String accountOf(DemoAccount person) {
        return id(person.username());
    }

    /** Method, path and query of every call, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public void forgetCalls() {
        calls.clear();
    }

    /** Whoever has logged in at the other one need not do it again. */
    public void knowSessionsOf(VaultwardenStandIn other) {
        cookies.putAll(other.cookies);
    }

    /** As when the key file was replaced. */
    public void endSessions() {
        cookies.clear();
    }

    public void withoutAdministration() {
        administration = false;
    }

    /** Sign-in is switched off, and the page has a column less. */
    public void withoutSignIn() {
        signInShown = false;
        settings.put("sso_enabled", false);
    }

    /** As a later version may show it. */
    public void showAnotherPage() {
        otherPage = true;
    }

    /** The member owns an organisation that nobody else does. */
    public void makeTheMemberTheOnlyOwner() {
        onlyOwner = true;
    }

    public void shareTheOrganisation() {
        onlyOwner = false;
    }

    /** Says that an account was deleted, and keeps it. */
    public void keepWhatIsDeleted() {
        keeping = true;
    }

    /** The next deletion ends with an error after so many tables. */
    public void failAfter(int tables) {
        tablesUntilError = tables;
    }

    /** What was changed, in order; a call that changes nothing is not among it. */
    public List<String> effects() {
        return List.copyOf(effects);
    }

    @Override
    public Planted plant(String word) {
        String account = accountOf(DemoAccount.MEMBER);
        FieldWords words = FieldWords.of("vaultwarden", word);
        Stream.of(TABLES, STAYING)
                .flatMap(List::stream)
                .filter(table -> !words.leavesOut(table))
                .forEach(table -> hold(table, account, words.text(table, "")));
        Planting planting = new Planting(
                words,
                (path, entity) -> entity instanceof Person person ? person.id().equals(account) : null);
        return planting.into(this);
    }

    /** Puts a word into every table about an account. */
    public void plant(String word, String account) {
        TABLES.forEach(table -> hold(table, account, word));
        STAYING.forEach(table -> hold(table, account, word));
    }

    /** The tables that hold a word. */
    @Override
    public List<String> where(String word) {
        return Stream.concat(
                        tables.entrySet().stream()
                                .filter(table -> table.getValue().stream()
                                        .anyMatch(row -> row.text().contains(word)))
                                .map(Map.Entry::getKey),
                        everybody().stream()
                                .filter(person -> person.toString().contains(word))
                                .map(person -> "users"))
                .sorted()
                .toList();
    }

    @Override
    public List<String> secretWords() {
        return List.of(MARKER, "VW_ADMIN=");
    }

    /** A sign-in made an account anew. */
    public String signInAgain(DemoAccount account) {
        String id = id(account.username() + " again");
        people.put(
                account.username() + " again",
                new Person(id, "", account.email(), null, 1, 0, "0 bytes", null, 0, true, false));
        return id;
    }

    public boolean knows(String account) {
        return person(account) != null;
    }

    public void set(String name, Object value) {
        settings.put(name, value);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void person(
            DemoAccount account,
            @Nullable String signIn,
            int entries,
            int attachments,
            String size,
            int status,
            boolean enabled) {
        people.put(
                account.username(),
                new Person(
                        id(account.username()),
                        account.displayName() + " <b>&\"'",
                        account.email(),
                        signIn,
                        entries,
                        attachments,
                        size,
                        "2026-11-20 18:30:00 UTC",
                        status,
                        enabled,
                        account == DemoAccount.MEMBER));
    }

    private static String id(String name) {
        return UUID.nameUUIDFromBytes(("vaultwarden " + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            Answer answer = answer(exchange, path);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            if (answer.cookie() != null) {
                exchange.getResponseHeaders()
                        .set("Set-Cookie", answer.cookie() + "; HttpOnly; SameSite=Strict; Path=/admin; Max-Age=1200");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/api/version")) {
            return json(200, VERSION);
        }
        if (!administration || !path.startsWith("/admin")) {
            return html(404, "<title>Page not found!</title>");
        }
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        boolean changing = exchange.getRequestMethod().equals("POST");
        if (changing && path.equals("/admin")) {
            return type.startsWith("application/x-www-form-urlencoded")
                    ? logIn(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    : html(404, "");
        }
        if (changing && !type.startsWith("application/json")) {
            return html(404, "<title>404: Not Found</title>"); // no route has another type
        }
        String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
        if (!cookies.containsKey(cookie)) {
            boolean asksForJson = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"))
                    .contains("json");
            return asksForJson ? error(401, "Authorization failed") : html(401, "<form>Log in</form>");
        }
        if (changing) {
            return change(path.split("/"));
        }
        return switch (path) {
            case "/admin/users" ->
                json(200, everybody().stream().map(this::listed).toList());
            case "/admin/users/overview" -> html(200, otherPage ? "<main>Users</main>" : overview());
            case "/admin/diagnostics/config" -> json(200, settings);
            default -> one(URLDecoder.decode(path, StandardCharsets.UTF_8));
        };
    }

    /** Limited before anything is looked at; success is a page with a cookie. */
    private synchronized Answer logIn(String form) {
        Instant now = Instant.now();
        while (!logIns.isEmpty() && logIns.getFirst().isBefore(now.minus(Duration.ofMinutes(15)))) {
            logIns.removeFirst();
        }
        if (logIns.size() >= burst) {
            return html(429, "Too many admin requests. Please try again later.");
        }
        logIns.addLast(now);
        if (!form.startsWith("token=")
                || !URLDecoder.decode(form.substring("token=".length()), StandardCharsets.UTF_8)
                        .equals(TOKEN)) {
            return html(401, "Invalid admin token, please try again.");
        }
        String cookie = "VW_ADMIN=eyJ" + UUID.randomUUID();
        cookies.put(cookie, true);
        return new Answer(200, "text/html; charset=utf-8", "<main>Settings</main>", cookie);
    }

    /** @param path {@code /admin/users/<id>/<what>} */
    private synchronized Answer change(String[] path) {
        if (path.length != 5 || !path[2].equals("users")) {
            return html(404, "<title>404: Not Found</title>");
        }
        Person person = person(path[3]);
        if (person == null) {
            return error(404, "User doesn't exist");
        }
        return switch (path[4]) {
            case "disable" -> {
                if (person.enabled()) {
                    effects.add("disable " + person.id());
                }
                empty("devices", person.id());
                people.replaceAll((name, each) -> each.id().equals(person.id()) ? each.disabled() : each);
                yield new Answer(200, "text/plain", "", null);
            }
            case "delete" -> delete(person);
            default -> html(404, "<title>404: Not Found</title>");
        };
    }

    /** "No transaction over the whole". */
    private Answer delete(Person person) {
        if (onlyOwner && person.secondFactor()) {
            return error(400, "Can't delete last owner");
        }
        if (keeping) {
            return new Answer(200, "text/plain", "", null);
        }
        int left = tablesUntilError;
        tablesUntilError = Integer.MAX_VALUE;
        for (String table : TABLES) {
            if (left-- == 0) {
                return error(400, "Error deleting user");
            }
            empty(table, person.id());
        }
        people.values().removeIf(each -> each.id().equals(person.id()));
        effects.add("delete " + person.id());
        return new Answer(200, "text/plain", "", null);
    }

    private void hold(String table, String owner, String text) {
        tables.computeIfAbsent(table, any -> new CopyOnWriteArrayList<>()).add(new Held(owner, text));
    }

    private void empty(String table, String owner) {
        tables.getOrDefault(table, List.of()).removeIf(row -> row.owner().equals(owner));
    }

    private @Nullable Person person(String id) {
        return everybody().stream()
                .filter(person -> person.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private List<Person> everybody() {
        synchronized (people) {
            return List.copyOf(people.values());
        }
    }

    private Answer one(String path) {
        return everybody().stream()
                .filter(person -> path.equals("/admin/users/" + person.id())
                        || path.equals("/admin/users/by-mail/" + person.email()))
                .findFirst()
                .map(person -> json(200, profile(person)))
                .orElseGet(() -> error(404, "User doesn't exist"));
    }

    private Map<String, @Nullable Object> listed(Person person) {
        Map<String, @Nullable Object> listed = profile(person);
        listed.put("lastActive", person.lastActive());
        return listed;
    }

    private Map<String, @Nullable Object> profile(Person person) {
        Map<String, @Nullable Object> profile = new LinkedHashMap<>();
        profile.put("id", person.id());
        profile.put("name", person.name());
        profile.put("email", person.email());
        profile.put("emailVerified", true);
        profile.put("_status", person.status());
        profile.put("userEnabled", person.enabled());
        profile.put("twoFactorEnabled", person.secondFactor());
        profile.put("creationDate", "2026-02-03T04:05:06.123456Z");
        profile.put("createdAt", "2026-02-03 04:05:06 UTC");
        profile.put("avatarColor", null);
        profile.put("culture", "en-US");
        profile.put("premium", true);
        profile.put("key", MARKER);
        profile.put("privateKey", MARKER);
        profile.put("accountKeys", Map.of("publicKeyEncryptionKeyPair", Map.of("wrappedPrivateKey", MARKER)));
        profile.put("securityStamp", MARKER);
        profile.put("masterPasswordHint", MARKER);
        List<Object> organizations = new ArrayList<>();
        if (person.secondFactor()) {
            organizations.add(organization(onlyOwner ? 0 : 1));
        } else if (person.id().equals(accountOf(DemoAccount.MODERATOR))) {
            organizations.add(organization(onlyOwner ? 1 : 0));
        }
        profile.put("organizations", organizations);
        return profile;
    }

    private static Map<String, Object> organization(int type) {
        return Map.of("id", id("garden"), "name", "Community garden", "type", type, "status", 2, "key", MARKER);
    }

    private String overview() {
        StringBuilder rows = new StringBuilder();
        everybody().forEach(person -> rows.append(row(person)));
        return "<main class=\"container-xxl\">\n<table id=\"users-table\" class=\"table\">\n<thead>\n<tr>\n"
                + "<th class=\"vw-account-details\">User</th>\n"
                + (signInShown ? "<th class=\"vw-sso-identifier\">SSO Identifier</th>\n" : "")
                + "<th class=\"vw-created-at\">Created at</th>\n<th class=\"vw-last-active\">Last Active</th>\n"
                + "<th class=\"vw-entries\">Entries</th>\n<th class=\"vw-attachments\">Attachments</th>\n"
                + "<th class=\"vw-organizations\">Organizations</th>\n<th class=\"vw-actions\">Actions</th>\n"
                + "</tr>\n</thead>\n<tbody>\n" + rows + "</tbody>\n</table>\n</main>\n";
    }

    private String row(Person person) {
        return "<tr>\n<td>\n<svg data-jdenticon-value=\"" + escaped(person.email()) + "\">\n<div>\n<strong>"
                + escaped(person.name()) + "</strong>\n<span class=\"d-block\">" + escaped(person.email())
                + "</span>\n</div>\n</td>\n"
                + (signInShown
                        ? "<td>\n<span class=\"d-block text-break text-wrap\">"
                                + (person.signIn() == null ? "" : escaped(person.signIn())) + "</span>\n</td>\n"
                        : "")
                + "<td>\n<span class=\"d-block\">2026-02-03 04:05:06 UTC</span>\n</td>\n<td>\n<span class=\"d-block\">"
                + (person.lastActive() == null ? "Never" : person.lastActive())
                + "</span>\n</td>\n<td>\n<span class=\"d-block\">" + person.entries()
                + "</span>\n</td>\n<td>\n<span class=\"d-block\"><strong>Amount:</strong> " + person.attachments()
                + "</span>\n"
                + (person.attachments() == 0
                        ? ""
                        : "<span class=\"d-block\"><strong>Size:</strong> " + person.size() + "</span>\n")
                + "</td>\n<td>\n<div class=\"overflow-auto vw-org-cell\" data-vw-user-email=\""
                + escaped(person.email()) + "\" data-vw-user-uuid=\"" + person.id()
                + "\">\n</div>\n</td>\n<td class=\"text-end px-1 small\">\n<span data-vw-user-uuid=\"" + person.id()
                + "\">\n<button type=\"button\" vw-delete-user>Delete User</button><br>\n</span>\n</td>\n</tr>\n";
    }

    /** As Handlebars does it. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#x27;")
                .replace("=", "&#x3D;");
    }

    private record Answer(
            int status, String type, String body, @Nullable String cookie) {}

    private static Answer html(int status, String body) {
        return new Answer(status, "text/html; charset=utf-8", body, null);
    }

    private static Answer json(int status, Object value) {
        return new Answer(status, "application/json", JSON.writeValueAsString(value), null);
    }

    private static Answer error(int status, String words) {
        return json(
                status,
                MatrixStandIn.object(
                        "message",
                        words,
                        "validationErrors",
                        Map.of("", List.of(words)),
                        "errorModel",
                        Map.of("message", words, "object", "error"),
                        "error",
                        "",
                        "error_description",
                        "",
                        "exceptionMessage",
                        null,
                        "object",
                        "error"));
    }

    static final class InTheDemo implements DemoService {

        private final DemoProvider provider;

        InTheDemo(DemoProvider provider) {
            this.provider = provider;
        }

        @Override
        public String name() {
            return "vaultwarden";
        }

        @Override
        public int port() {
            return 9106;
        }

        /** The demo may be started anew more often than Vaultwarden would let an administrator log in. */
        @Override
        public Running start(int port) {
            VaultwardenStandIn vaultwarden =
                    VaultwardenStandIn.start(port, provider.issuer().replaceFirst("[^/]+/$", "vaultwarden/"), 1000);
            return new Running(
                    vaultwarden,
                    vaultwarden.url(),
                    Map.of("token", TOKEN),
                    Map.of("public-url", "https://vault.riverbend.example"));
        }
    }
}
