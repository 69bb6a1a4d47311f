package cloud.maidan.portal;

import cloud.maidan.demo.DemoAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A browser without a screen: keeps cookies, follows redirects on the way in, and sends forms as they stand on a page.
 *
 * {@snippet :
 * Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
 * assertThat(mira.get("/me").body()).contains("Mira");
 * mira.get("/me/preferences");
 * mira.post("/me/preferences", Map.of("language", "de", "theme", "dark", "zone", "UTC")); // with the page's CSRF token
 * }
 */
public final class Browser {

    private static final Pattern CSRF =
            Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"|value=\"([^\"]+)\"[^>]*name=\"_csrf\"");
    private static final Pattern PROVIDER_FORM = Pattern.compile("Demo provider");

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http;
    private final URI home;
    private @Nullable String csrf;
    private String userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private String language = "en";

    private Browser(URI home, HttpClient.Builder http) {
        this.home = home;
        this.http = http.cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** A new browser without cookies. */
    public static Browser on(int port) {
        return new Browser(URI.create("http://localhost:" + port), HttpClient.newBuilder());
    }

    /** A new browser without cookies. @param http how it connects, and whom it trusts */
    static Browser at(URI home, HttpClient.Builder http) {
        return new Browser(home, http);
    }

    public Browser calledItself(String name) {
        userAgent = name;
        return this;
    }

    public Browser speaking(String tag) {
        language = tag;
        return this;
    }

    /** Goes all the way over the provider and back; fails when that does not end in a session. */
    public Browser signIn(DemoAccount account) {
        HttpResponse<String> last = enter(account, "/login?return=%2Fabout%2Fprivacy");
        if (last.statusCode() != 200 || !last.uri().getPath().equals("/about/privacy")) {
            throw new AssertionError("sign-in ended at " + last.uri() + " with " + last.statusCode());
        }
        return this;
    }

    /** Starts at a page that needs a sign-in, signs in when asked, and gives the last answer. */
    public HttpResponse<String> enter(DemoAccount account, String path) {
        HttpResponse<String> answer = follow(get(path));
        if (answer.uri().getPath().endsWith("/application/o/maidan/login")
                && PROVIDER_FORM.matcher(answer.body()).find()) {
            answer = follow(send(
                    answer.uri(),
                    form(Map.of("username", account.username(), "password", DemoAccount.PASSWORD)),
                    Map.of()));
        }
        return answer;
    }

    /** One request; redirects are not followed. Remembers the CSRF token of the page. */
    public HttpResponse<String> get(String path, String... headers) {
        return remember(send(request(home.resolve(path), headers).GET().build()));
    }

    /** Sends a form with the CSRF token of the page seen last. */
    public HttpResponse<String> post(String path, Map<String, String> fields) {
        return post(path, fields, Map.of());
    }

    public HttpResponse<String> post(String path, Map<String, String> fields, Map<String, String> headers) {
        String token = csrf == null ? "" : "&_csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8);
        return remember(send(home.resolve(path), form(fields) + token, headers));
    }

    /** One file, as it is. */
    HttpResponse<byte[]> fetch(String path) throws IOException, InterruptedException {
        return http.send(request(home.resolve(path)).GET().build(), BodyHandlers.ofByteArray());
    }

    /** Forgets the CSRF token of the page seen last. */
    public Browser withoutToken() {
        csrf = null;
        return this;
    }

    /** Follows redirects, to the provider too, until a page comes. */
    public HttpResponse<String> follow(HttpResponse<String> answer) {
        HttpResponse<String> last = answer;
        for (int hops = 0; hops < 15 && last.statusCode() / 100 == 3; hops++) {
            URI next = last.uri().resolve(last.headers().firstValue("Location").orElseThrow());
            last = remember(send(request(next).GET().build()));
        }
        return last;
    }

    /** Forgets what it knows of the provider, so that the provider asks again. */
    public Browser forgetProvider() {
        List<HttpCookie> known = List.copyOf(cookies.getCookieStore().getCookies());
        known.stream()
                .filter(cookie -> cookie.getName().startsWith("DEMO_PROVIDER"))
                .forEach(cookie -> cookies.getCookieStore().remove(null, cookie));
        return this;
    }

    /** The value of a cookie; null when there is none. */
    public @Nullable String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }

    private HttpResponse<String> remember(HttpResponse<String> answer) {
        Matcher found = CSRF.matcher(answer.body());
        if (found.find()) {
            csrf = found.group(1) == null ? found.group(2) : found.group(1);
        }
        return answer;
    }

    private HttpResponse<String> send(URI address, String body, Map<String, String> headers) {
        HttpRequest.Builder request = request(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    private HttpRequest.Builder request(URI address, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Accept", "text/html")
                .header("Accept-Language", language)
                .header("User-Agent", userAgent);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            // browsers take this machine for secure even without https, and Keycloak counts on it
            cookies.getCookieStore().getCookies().forEach(cookie -> cookie.setSecure(false));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
