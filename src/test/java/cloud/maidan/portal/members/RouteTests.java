package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route says who may come, and keeps its word towards everybody. */
@PortalTest
class RouteTests {

    private static final Path PAGE = Path.of("docs/modules/routes.md");
    private static final Map<Role, DemoAccount> PEOPLE = new EnumMap<>(Map.of(
            Role.MEMBER, DemoAccount.MEMBER,
            Role.MODERATOR, DemoAccount.MODERATOR,
            Role.OFFICER, DemoAccount.OFFICER,
            Role.ADMIN, DemoAccount.ADMIN,
            Role.AUDITOR, DemoAccount.AUDITOR));

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    private List<Route> routes = List.of();

    record Route(String method, String path, String controller, Optional<Declaration> declared, boolean stream) {

        Declaration declaration() {
            return declared.orElseThrow(() -> new AssertionError(path + " declares nobody"));
        }

        int freshMinutes() {
            return declared.map(Declaration::freshMinutes).orElse(0);
        }

        /** With something that does not exist in place of each variable. */
        String example() {
            return path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString()).replace("/**", "/x");
        }

        boolean letsIn(Role role) {
            // every demo account is a member too
            return declaration().open()
                    || declaration().roles().contains(role)
                    || declaration().roles().contains(Role.MEMBER);
        }
    }

    @BeforeEach
    void readRoutes() {
        routes = mapping.getHandlerMethods().entrySet().stream()
                .filter(entry ->
                        !ErrorController.class.isAssignableFrom(entry.getValue().getBeanType()))
                .flatMap(entry -> routes(
                        entry.getKey().getPatternValues().stream().sorted().toList(),
                        entry.getKey().getMethodsCondition().getMethods().stream()
                                .map(Enum::name)
                                .sorted()
                                .toList(),
                        entry.getValue(),
                        entry.getKey()
                                .getProducesCondition()
                                .getProducibleMediaTypes()
                                .contains(MediaType.TEXT_EVENT_STREAM)))
                .sorted(Comparator.comparing(Route::path)
                        .thenComparing(Route::method)
                        .thenComparing(Route::freshMinutes)
                        .thenComparing(Route::controller))
                .distinct()
                .toList();
    }

    @Test
    void everyRouteSaysWhoMayCome() {
        assertThat(routes).isNotEmpty();
        assertThat(routes.stream().filter(route -> route.declared().isEmpty()).map(Route::toString))
                .as("routes without @Anyone, @Members, …")
                .isEmpty();
    }

    /** Run with {@code -Dportal.docs.write=true} to write the page anew. */
    @Test
    void theListOfRoutesShowsTheCode() throws IOException {
        String page = page();
        if (Boolean.getBoolean("portal.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).content().isEqualTo(page);
    }

    @Test
    void aGuestIsSentToSignInWhereverTheyMayNotBe() {
        List<String> faults = new ArrayList<>();
        for (Route route : routes) {
            if (route.declaration().open()) {
                continue;
            }
            Browser guest = Browser.on(port);
            HttpResponse<String> answer = send(guest, route);
            boolean kept = answer.statusCode() == 302
                    && answer.headers().firstValue("Location").orElse("").contains("/login?return=");
            if (!kept) {
                faults.add(route + " answered a guest with " + answer.statusCode());
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void nobodyEntersWithoutTheRoleAndEverybodyWithIt() {
        List<String> faults = new ArrayList<>();
        PEOPLE.forEach((role, account) -> {
            Browser browser = Browser.on(port).signIn(account);
            browser.get("/me/preferences");
            for (Route route : routes) {
                if (!route.letsIn(role)) {
                    HttpResponse<String> answer = send(browser, route);
                    if (answer.statusCode() != 403) {
                        faults.add(route + " answered " + role + " with " + answer.statusCode());
                    }
                } else if (route.method().equals("GET")
                        && !route.stream()
                        && !route.path().equals("/login")) {
                    HttpResponse<String> answer = browser.get(route.example());
                    boolean sentAway =
                            answer.headers().firstValue("Location").orElse("").contains("/login");
                    if (answer.statusCode() == 403 || answer.statusCode() >= 500 || sentAway) {
                        faults.add(route + " turned away " + role + " with " + answer.statusCode());
                    }
                }
            }
        });

        assertThat(faults).isEmpty();
    }

    /** An empty form about something that does not exist: refused for what it says, never for who sends it. */
    @Test
    void everybodyWithTheRoleMayAct() {
        List<String> faults = new ArrayList<>();
        PEOPLE.forEach((role, account) -> {
            Browser browser = Browser.on(port).signIn(account);
            for (Route route : routes) {
                // signing in and out is not acting: the tests of sessions do that
                if (route.method().equals("GET")
                        || !route.letsIn(role)
                        || route.path().startsWith("/log")) {
                    continue;
                }
                browser.get("/me/preferences");
                HttpResponse<String> answer = browser.post(route.example(), Map.of());
                boolean sentAway =
                        answer.headers().firstValue("Location").orElse("").contains("/login");
                if (answer.statusCode() == 403 || answer.statusCode() >= 500 || sentAway) {
                    faults.add(route + " turned away " + role + " with " + answer.statusCode());
                }
            }
        });

        assertThat(routes.stream().filter(route -> route.method().equals("POST")))
                .isNotEmpty();
        assertThat(faults).isEmpty();
    }

    /** All that they send is why they look, and what they take along; both are recorded. */
    @Test
    void auditorsOnlyLook() {
        assertThat(routes.stream()
                        .filter(route -> !route.method().equals("GET"))
                        .filter(route -> route.declaration().roles().contains(Role.AUDITOR))
                        .map(Route::path))
                .containsExactlyInAnyOrder("/admin/audit/looks", "/admin/audit/excerpt");
        assertThat(routes.stream()
                        .filter(route -> route.declaration().roles().contains(Role.AUDITOR))
                        .map(Route::path))
                .contains("/admin/audit", "/admin/services", "/admin/federation", "/admin/retention", "/admin/jobs");
    }

    @Test
    void whatAuditorsSeeHasNothingToPress() {
        Browser auditor = Browser.on(port).signIn(DemoAccount.AUDITOR);
        List<String> paths = Stream.concat(
                        Stream.of("/admin/services/matrix", "/admin/retention/rules/portal/letter"),
                        routes.stream()
                                .filter(route -> route.method().equals("GET")
                                        && route.path().startsWith("/admin")
                                        && !route.path().contains("{")
                                        && route.letsIn(Role.AUDITOR))
                                .map(Route::path))
                .toList();

        assertThat(paths).hasSizeGreaterThan(7);
        for (String path : paths) {
            HttpResponse<String> page = auditor.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.body())
                    .as(path)
                    .doesNotContainPattern("<form(?=[^>]*method=\"post\")[^>]*action=\"/admin(?!/audit/excerpt)");
        }
    }

    @Test
    void everyPermissionIsForSomething() {
        assertThat(routes.stream()
                        .flatMap(route -> Stream.ofNullable(route.declaration().permission()))
                        .distinct())
                .containsExactlyInAnyOrder(Permission.values());
    }

    /** Also for whoever may act: what a page of another site sends in their name is not their word. */
    @Test
    void nothingIsDoneWithoutTheFormsTokenOrFromAnotherSite() {
        Map<Role, Browser> people = new EnumMap<>(Role.class);
        PEOPLE.forEach((role, account) -> people.put(role, Browser.on(port).signIn(account)));
        List<String> faults = new ArrayList<>();
        for (Route route : routes) {
            if (route.method().equals("GET") || route.path().contains("back-channel")) {
                continue; // the provider's server calls the latter with a signed token of its own
            }
            Browser person = Objects.requireNonNull(
                    people.get(route.declaration().roles().stream().findFirst().orElse(Role.MEMBER)));
            for (Map<String, String> foreign : List.of(
                    Map.of("Origin", "https://elsewhere.example"),
                    Map.of("Sec-Fetch-Site", "cross-site"),
                    Map.of("Sec-Fetch-Site", "same-site", "Origin", "http://localhost:" + port))) {
                person.get("/me/preferences");
                refused(route, person.post(route.example(), Map.of(), foreign), faults);
            }
            refused(route, person.withoutToken().post(route.example(), Map.of()), faults);
        }

        assertThat(faults).isEmpty();
        people.values()
                .forEach(person -> assertThat(person.get("/me").statusCode())
                        .as("still signed in")
                        .isEqualTo(200));
    }

    @Test
    void ourOwnFormsAreTaken() {
        Browser member = Browser.on(port).signIn(DemoAccount.MEMBER);
        for (Map<String, String> own : List.of(
                Map.of("Origin", "http://localhost:" + port),
                Map.of("Sec-Fetch-Site", "same-origin"),
                Map.of("Origin", "null"))) {
            member.get("/me/preferences");
            assertThat(member.post("/me/preferences", Map.of("language", "en", "theme", "system", "zone", "UTC"), own)
                            .statusCode())
                    .as(own.toString())
                    .isEqualTo(302);
        }
    }

    private static void refused(Route route, HttpResponse<String> answer, List<String> faults) {
        if (answer.statusCode() != 403) {
            faults.add(route + " answered " + answer.statusCode());
        }
    }

    private static HttpResponse<String> send(Browser browser, Route route) {
        return route.method().equals("GET")
                ? browser.get(route.example(), "Accept", "text/event-stream")
                : browser.post(route.example(), Map.of());
    }

    private static Stream<Route> routes(
            List<String> paths, List<String> methods, HandlerMethod handler, boolean stream) {
        List<String> ways = methods.isEmpty() ? List.of("GET") : methods;
        return paths.stream()
                .flatMap(path -> ways.stream()
                        .map(method -> new Route(
                                method, path, handler.getBeanType().getSimpleName(), Declaration.of(handler), stream)));
    }

    private String page() {
        String rows = routes.stream()
                .map(route -> "| %s | `%s` | %s | %s | %s |"
                        .formatted(
                                route.method(),
                                route.path(),
                                route.declared().map(RouteTests::why).orElse("**nothing**"),
                                route.declared().map(RouteTests::who).orElse("**nobody**"),
                                route.declared()
                                        .filter(it -> it.freshMinutes() > 0)
                                        .map(it -> it.freshMinutes() + " minutes")
                                        .orElse("")))
                .collect(Collectors.joining("\n"));
        return """
                # Routes

                Written from the code by `RouteTests`, which also knocks at each as a guest and in every role, without
                the form's token and from another site; `OthersThingsTests` asks for another member's things.
                A guest is sent to sign in; somebody without the role gets 403; what is missing or not yours is 404.

                A permission (`Permission` in `members`) is named after what people do; the page `/admin/roles` shows who has which.

                | how | where | permission | who may come | signed in at most … ago |
                |-|-|-|-|-|
                %s
                """.formatted(rows);
    }

    private static String why(Declaration declared) {
        Permission permission = declared.permission();
        return permission == null
                ? ""
                : permission.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private static String who(Declaration declared) {
        return declared.open()
                ? "anyone"
                : declared.roles().stream()
                        .sorted()
                        .map(role -> role.name().toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }
}
