package cloud.maidan.portal.site;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.dashboard.InventedSquare;
import cloud.maidan.portal.site.RawRequest.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whatever is sent, nobody sees a broken portal, and every answer keeps its armour. */
@PortalTest
@Import({TestProvider.class, InventedSquare.class})
class BadRequestsTests {

    private static final List<String> JUNK = List.of(
            "x",
            "-1",
            "99999999999999999999",
            "%00",
            "%C3%28",
            "%F0%9F%92%A9",
            "..%2f..%2fetc%2fpasswd",
            "%27%20or%201=1--",
            "%3Cscript%3E",
            "00000000-0000-0000-0000-000000000000",
            "a".repeat(3000));
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void junkInAnyPlaceOfAnyAddressNeverBreaksThePortal() {
        List<RawRequest> requests = new ArrayList<>();
        for (String route : routes()) {
            for (String junk : JUNK) {
                String path = route.replaceAll("\\{[^}]*}", java.util.regex.Matcher.quoteReplacement(junk));
                requests.add(RawRequest.get(path + "?back=" + junk + "&service=" + junk + "&page=" + junk));
            }
            String plain = route.replaceAll("\\{[^}]*}", "x");
            for (String method : METHODS) {
                requests.add(new RawRequest(method, plain, List.of(), ""));
            }
            requests.add(RawRequest.get(plain).with("Accept: application/x-nothing"));
            requests.add(RawRequest.get(plain).with("Accept: ,;q=x/"));
            requests.add(RawRequest.get(plain).with("Accept-Language: \u0001;;q=9,xx-INVALID-------"));
            requests.add(RawRequest.get(plain).with("Range: bytes=9-1,,x"));
            requests.add(RawRequest.get(plain).with("Cookie: PORTAL_LANGUAGE=\"; PORTAL_SESSION=AAAA; =;;"));
            requests.add(new RawRequest(
                    "POST", plain, List.of("Content-Type: application/x-www-form-urlencoded"), "a=%&%zz=&_csrf=%00"));
            requests.add(new RawRequest("POST", plain, List.of("Content-Type: no/such/type"), "x"));
            requests.add(new RawRequest(
                    "POST", plain, List.of("Content-Type: multipart/form-data; boundary=x"), "--x\r\nbroken"));
            requests.add(new RawRequest("POST", plain, List.of("Content-Type: application/json"), "{"));
        }
        assertThat(requests).hasSizeGreaterThan(150);

        String session = Browser.on(port).signIn(DemoAccount.MEMBER).cookie("PORTAL_SESSION");
        assertThat(session).isNotNull();
        for (RawRequest plain : requests) {
            RawRequest request = plain.with("Cookie: PORTAL_SESSION=" + session);
            Answer answer = request.send(port);

            assertThat(answer.status()).as(shortened(request)).isBetween(200, 499);
            assertArmoured(answer, shortened(request));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%00",
                "/%",
                "/%zz",
                "/a%2fb",
                "/a;b=c",
                "//evil.example/",
                "/./../x",
                "/\\x",
                "/%C0%AF",
                "/me/services/%2e%2e",
                "/assets/../application.yaml",
                "/assets/nothing.css",
                "/webjars/",
                "/a?b=%",
                "/?x=[]{}|",
                "*",
                "http://evil.example/"
            })
    void aMalformedAddressIsAnsweredAsSuch(String target) {
        Answer answer = RawRequest.get(target).send(port);

        assertThat(answer.status()).isBetween(200, 499);
        assertThat(answer.body()).doesNotContain("Apache Tomcat", "Exception", "at org.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "FOO", "get", "GET\u0001"})
    void aForeignMethodIsRefused(String method) {
        Answer answer = new RawRequest(method, "/", List.of(), "").send(port);

        assertThat(answer.status()).isBetween(400, 501);
        assertThat(answer.status()).isNotEqualTo(500);
        assertThat(answer.body()).doesNotContain("Apache Tomcat", "Exception");
    }

    @Test
    void anOverlongAddressIsRefused() {
        Answer answer = RawRequest.get("/" + "a".repeat(60_000)).send(port);

        assertThat(answer.status()).isBetween(400, 499);
    }

    @Test
    void anErrorTellsProgramsInTheirOwnFormat() {
        Answer answer = RawRequest.get("/about/nothing")
                .with("Accept: application/json")
                .send(port);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("\"reference\"");
    }

    @Test
    void anErrorPageSaysItsReferenceTheTimeAndWhatToDo() {
        Answer answer =
                RawRequest.get("/about/nothing").with("Accept: text/html").send(port);

        String reference = answer.header("X-Request-Id").orElseThrow();
        assertThat(answer.body())
                .contains(reference)
                .contains("(UTC)")
                .contains("Nothing of yours was changed")
                .contains("There is no such page");
    }

    @Test
    void anErrorPageSpeaksTheReadersLanguage() {
        Answer answer = RawRequest.get("/about/nothing")
                .with("Accept-Language: fr, de;q=0.8")
                .send(port);

        assertThat(answer.body()).contains("Diese Seite gibt es nicht").contains("lang=\"de\"");
    }

    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        mappings.getHandlerMethods().keySet().forEach(info -> routes.addAll(info.getPatternValues()));
        routes.removeIf(route -> !route.startsWith("/"));
        return routes;
    }

    private static void assertArmoured(Answer answer, String what) {
        assertThat(answer.header("Content-Security-Policy"))
                .as(what)
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "frame-ancestors 'none'", "trusted-types htmx"));
        assertThat(answer.header("X-Content-Type-Options")).as(what).contains("nosniff");
        assertThat(answer.header("Referrer-Policy")).as(what).contains("same-origin");
    }

    private static String shortened(RawRequest request) {
        String text = request.toString();
        return text.length() > 300 ? text.substring(0, 300) : text;
    }
}
