package cloud.maidan.portal.site;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.TestProvider;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

@PortalTest
@Import(TestProvider.class)
class CookiesTests {

    @LocalServerPort
    int port;

    @Autowired
    List<CookieNotice> notices;

    @Test
    void everyCookieThatAnyPageSetsIsListedAndEveryListedOneIsSet() {
        Browser guest = Browser.on(port);
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        Set<String> set = new TreeSet<>();
        Stream.of(
                        guest.get("/"),
                        guest.get("/about/privacy"),
                        guest.get("/nowhere"),
                        guest.get("/language/de?back=/about/privacy"),
                        guest.get("/login"),
                        mira.get("/me"),
                        mira.get("/me/preferences"),
                        mira.get("/me/sessions"),
                        mira.get("/me/services/portal"),
                        mira.get("/me/exports"),
                        mira.get("/me/activity"),
                        mira.post("/me/ask", Map.of()))
                .flatMap(answer -> answer.headers().allValues("Set-Cookie").stream())
                .forEach(cookie -> set.add(cookie.substring(0, cookie.indexOf('='))));

        assertThat(set)
                .containsExactlyInAnyOrderElementsOf(
                        notices.stream().map(CookieNotice::name).toList());
        assertThat(guest.get("/about/privacy").body()).contains(set);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/about/privacy", "/nowhere", "/.well-known/gpc.json", "/signed-out"})
    void lookingSetsNoCookie(String path) {
        assertThat(Browser.on(port).get(path).headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void theLanguageLinkIsRememberedAndLeadsBack() {
        Browser guest = Browser.on(port);

        HttpResponse<String> answer = guest.get("/language/de?back=/about/privacy");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/about/privacy");
        assertThat(answer.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie ->
                        assertThat(cookie).contains("PORTAL_LANGUAGE=de", "HttpOnly", "SameSite=Lax", "Path=/"));
        assertThat(guest.get("/").body()).contains("lang=\"de\"", "Ein eigener Platz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example/",
                "/%5Cevil.example",
                "/%0D%0ASet-Cookie:%20x=y",
                "javascript:alert(1)",
                "/a//b",
                ""
            })
    void theLanguageLinkLeadsNowhereElse(String back) {
        assertThat(Browser.on(port).get("/language/de?back=" + back).headers().firstValue("Location"))
                .contains("/");
    }

    @Test
    void thereIsNoLanguageThatWeDoNotSpeak() {
        assertThat(Browser.on(port).get("/language/xx").statusCode()).isEqualTo(404);
    }

    @Test
    void globalPrivacyControlIsAnswered() {
        assertThat(Browser.on(port).get("/.well-known/gpc.json").body()).contains("\"gpc\":true");
    }
}
