package cloud.maidan.demo.provider;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FreePort;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An OpenID provider for development and tests: knows the {@link DemoAccount}s, shows them and their password on its
 * sign-in page, and can be told to misbehave as a provider may. An application of its own, on a port of its own.
 */
public final class DemoProvider implements AutoCloseable {

    private static final String PATH = "/application/o/maidan";

    private final ConfigurableApplicationContext application;
    private final DemoProviderState state;
    private final String issuer;

    private DemoProvider(ConfigurableApplicationContext application, String issuer) {
        this.application = application;
        this.state = application.getBean(DemoProviderState.class);
        this.issuer = issuer;
    }

    /** @param port 0 takes a free one */
    public static DemoProvider start(int port) {
        int chosen = port == 0 ? FreePort.find() : port;
        return start(chosen, "http://localhost:" + chosen + PATH + "/");
    }

    /** @param issuer what browsers and the portal call it, with the slash at the end */
    static DemoProvider start(int port, String issuer) {
        var application = new SpringApplicationBuilder(DemoProviderApplication.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(Map.of(
                        "spring.config.name", "demo-provider",
                        "server.port", Integer.toString(port),
                        "server.address", "localhost",
                        "server.servlet.context-path", PATH,
                        "server.servlet.session.cookie.name", "DEMO_PROVIDER_SESSION",
                        "server.servlet.session.cookie.path", "/",
                        "server.servlet.session.cookie.same-site", "lax",
                        "server.forward-headers-strategy", "framework",
                        "demo.issuer", issuer))
                .run();
        return new DemoProvider(application, issuer);
    }

    void register(Registration registration) {
        state.register(registration);
    }

    /** With the slash at the end, as in the tokens. */
    public String issuer() {
        return issuer;
    }

    public String clientId() {
        return DemoProviderState.CLIENT_ID;
    }

    public String clientSecret() {
        return DemoProviderState.CLIENT_SECRET;
    }

    /** From now on the account cannot sign in, and its refresh tokens are gone. */
    public void deactivate(DemoAccount account) {
        state.deactivate(account);
    }

    public void reactivate(DemoAccount account) {
        state.reactivate(account);
    }

    /** The account's groups from now on, instead of its own. */
    public void changeGroups(DemoAccount account, List<String> groups) {
        state.changeGroups(account, groups);
    }

    public void restoreGroups(DemoAccount account) {
        state.restoreGroups(account);
    }

    /** Whether tokens say how the person proved who they are ({@code amr}); Authentik may leave it out. */
    public void sayMethods(boolean said) {
        state.sayMethods(said);
    }

    /** Whether OpenID Connect's addresses, those for browsers too, answer 502 from now on. */
    public void goAway(boolean gone) {
        state.goAway(gone);
    }

    /** The sign-ins of the account that are remembered here, by their {@code sid}; the latest last. */
    public List<String> sidsOf(DemoAccount account) {
        return state.sidsOf(account);
    }

    /** How many refresh tokens were exchanged so far. */
    public int refreshes() {
        return state.refreshes();
    }

    /** Signs with a new key from now on; the old one is no longer published. */
    public void rotateKeys() {
        state.rotateKeys();
    }

    /** A genuine logout token for one sign-in. */
    public String logoutToken(DemoAccount account, String sid) {
        return logoutToken(claims -> claims.subject(account.subject()).claim("sid", sid));
    }

    /** A genuine logout token that ends all sign-ins of the account. */
    public String logoutToken(DemoAccount account) {
        return logoutToken(claims -> claims.subject(account.subject()));
    }

    /** A logout token with a fault of the test's choice. */
    public String logoutToken(UnaryOperator<JWTClaimsSet.Builder> fault) {
        return logoutToken("logout+jwt", fault);
    }

    public String logoutToken(String type, UnaryOperator<JWTClaimsSet.Builder> fault) {
        Date now = Date.from(Clock.systemUTC().instant());
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(clientId())
                .issueTime(now)
                .expirationTime(new Date(now.getTime() + 120_000))
                .jwtID(UUID.randomUUID().toString())
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(new JOSEObjectType(type))
                            .keyID(state.key().getKeyID())
                            .build(),
                    fault.apply(claims).build());
            token.sign(new RSASSASigner(state.key()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
