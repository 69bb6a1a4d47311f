package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route about one thing of a member, asked by another member with the thing's real id. */
@CommunityTest
class OthersThingsTests {

    /** Ways to say which service, which nobody owns. */
    private static final Pattern OWNED = Pattern.compile("/me/.*\\{(?!service}).*");

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Autowired
    JdbcClient jdbc;

    @Test
    void areAsIfTheyWereNotThere() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        Browser elsewhere = Browser.on(port).signIn(DemoAccount.MEMBER);
        Map<String, String> things = things(mira, elsewhere);
        Browser moss = Browser.on(port).signIn(DemoAccount.MODERATOR);
        moss.get("/me/preferences");
        long before = lastRecord();
        List<String> faults = new ArrayList<>();
        Set<String> tried = new TreeSet<>();

        routes().forEach((path, methods) -> {
            String thing = things.keySet().stream()
                    .filter(path::startsWith)
                    .reduce((one, longer) -> longer.length() > one.length() ? longer : one)
                    .orElseThrow(() -> new AssertionError("no real id for " + path));
            tried.add(thing);
            String real = filled(path, thing, Objects.requireNonNull(things.get(thing)));
            String nothing = filled(path, thing, UUID.randomUUID().toString());
            for (RequestMethod method : methods) {
                int answer = send(moss, method, real).statusCode();
                if (answer != 404 || answer != send(moss, method, nothing).statusCode()) {
                    faults.add(method + " " + path + " answered " + answer);
                }
            }
        });

        assertThat(faults).isEmpty();
        assertThat(tried).isEqualTo(things.keySet());
        assertThat(done(before)).as("nothing was done, by anybody's account").isEmpty();
        things.forEach((prefix, id) ->
                assertThat(stillThere(elsewhere, prefix, id)).as(prefix).isTrue());
        String erasure = "/me/erasure/" + things.get("/me/erasure/");
        mira.get(erasure);
        assertThat(mira.post(erasure + "/cancel", Map.of()).statusCode()).isEqualTo(302);
    }

    /** Mira's own: what the paths about a thing begin with, and its id. */
    private static Map<String, String> things(Browser mira, Browser elsewhere) {
        Map<String, String> things = new LinkedHashMap<>();
        String sessions = elsewhere.get("/me/sessions").body();
        things.put("/me/sessions/", found(sessions, "/me/sessions/([0-9a-f-]{36})/end"));
        things.put("/me/sessions/provider/", found(sessions, "/me/sessions/provider/([^/\"]+)/end"));
        things.put("/me/sessions/consents/", found(sessions, "/me/sessions/consents/([^/\"]+)/withdraw"));
        things.put("/me/sessions/factors/", found(sessions, "/me/sessions/factors/([^/\"]+)/remove"));
        String token = found(mira.get("/me/exports/check?service=portal").body(), "name=\"token\" value=\"([^\"]+)\"");
        things.put("/me/exports/", id(mira.post("/me/exports", Map.of("service", "portal", "token", token))));
        mira.get("/me/requests/new?right=OBJECTION");
        things.put(
                "/me/requests/",
                id(mira.post(
                        "/me/requests",
                        Map.of(
                                "token",
                                UUID.randomUUID().toString(),
                                "right",
                                "OBJECTION",
                                "words",
                                "No statistics, please."))));
        mira.get("/me/settings");
        things.put("/me/settings/changes/", id(mira.post("/me/settings/most-private", Map.of())));
        String confirm = found(mira.get("/me/erasure/confirm").body(), "name=\"token\" value=\"([^\"]+)\"");
        Map<String, String> form = Map.of("token", confirm, "typed", DemoAccount.MEMBER.username());
        mira.post("/me/erasure", form);
        things.put("/me/erasure/", id(mira.post("/me/erasure", form)));
        return things;
    }

    private static boolean stillThere(Browser person, String prefix, String id) {
        return prefix.startsWith("/me/sessions/")
                ? person.get("/me/sessions").body().contains(prefix + id + "/")
                : person.get(prefix + id).statusCode() == 200;
    }

    private Map<String, Set<RequestMethod>> routes() {
        Map<String, Set<RequestMethod>> routes = new LinkedHashMap<>();
        mapping.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(path -> OWNED.matcher(path).matches())
                        .forEach(path -> routes.computeIfAbsent(path, any -> new TreeSet<>())
                                .addAll(info.getMethodsCondition().getMethods())));
        assertThat(routes).hasSizeGreaterThan(15);
        return routes;
    }

    private static HttpResponse<String> send(Browser browser, RequestMethod method, String path) {
        return method == RequestMethod.GET
                ? browser.get(path, "Accept", path.endsWith("/events") ? "text/event-stream" : "text/html")
                : browser.post(path, Map.of("words", "Mine now", "reason", "Mine now"));
    }

    private static String filled(String path, String prefix, String id) {
        return prefix
                + path.substring(prefix.length())
                        .replaceFirst("\\{[^}]+}", Matcher.quoteReplacement(id))
                        .replace("{number}", "1")
                        .replace("{service}", "portal");
    }

    private long lastRecord() {
        return jdbc.sql("select coalesce(max(id), 0) from audit_record")
                .query(Long.class)
                .single();
    }

    /** What Moss did since, as the audit has it. */
    private List<String> done(long since) {
        return jdbc.sql("""
                        select action from audit_record where id > ?
                        and actor_id = (select id from member where subject = ?)
                        """)
                .params(since, DemoAccount.MODERATOR.subject())
                .query((row, number) -> row.getString(1))
                .list();
    }

    private static String id(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return found(answer.headers().firstValue("Location").orElseThrow(), "([0-9a-f-]{36})");
    }

    private static String found(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
