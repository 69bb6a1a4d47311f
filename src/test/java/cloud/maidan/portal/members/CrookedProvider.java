package cloud.maidan.portal.members;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/** A provider whose tokens can be wrong in any way a test likes; it never asks who somebody is. */
class CrookedProvider implements AutoCloseable {

    static final String SECRET = "a-secret-that-is-long-enough-for-hmac-with-sha-256";

    final RSAKey key = newKey();
    final RSAKey otherKey = newKey();
    final AtomicInteger tokenRequests = new AtomicInteger();

    private final HttpServer server;
    private volatile Function<JWTClaimsSet.Builder, String> token = claims -> signed(claims.build());
    private volatile String nonce = "";
    private volatile String userInfoSubject = "mallory";
    private volatile boolean down;

    CrookedProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/o/maidan/";
    }

    void expectNonce(String expected) {
        nonce = expected;
    }

    void honest() {
        token = claims -> signed(claims.build());
        userInfoSubject = "mallory";
        down = false;
    }

    void makeTokens(Function<JWTClaimsSet.Builder, String> made) {
        token = made;
    }

    void changeClaims(UnaryOperator<JWTClaimsSet.Builder> change) {
        token = claims -> signed(change.apply(claims).build());
    }

    void sayUserInfoIsAbout(String subject) {
        userInfoSubject = subject;
    }

    void goDown() {
        down = true;
    }

    String signed(JWTClaimsSet claims) {
        return signed(
                claims,
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                key);
    }

    static String signed(JWTClaimsSet claims, JWSHeader header, RSAKey by) {
        try {
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(by));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    static String hmac(JWTClaimsSet claims, byte[] secret, String kid) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(), claims);
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            if (down && !path.endsWith("openid-configuration")) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            Object body = switch (path) {
                case "/o/maidan/.well-known/openid-configuration" -> metadata();
                case "/jwks" -> new JWKSet(key).toJSONObject();
                case "/token" -> tokens();
                case "/userinfo" -> Map.of("sub", userInfoSubject, "groups", List.of("maidan-members"));
                default -> Map.of();
            };
            byte[] json = JsonMapper.shared().writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
        }
    }

    private Map<String, Object> tokens() {
        tokenRequests.incrementAndGet();
        Date now = Date.from(Clock.systemUTC().instant());
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("mallory")
                .audience("maidan")
                .issueTime(now)
                .expirationTime(new Date(now.getTime() + 3_600_000))
                .claim("auth_time", now.getTime() / 1000)
                .claim("nonce", nonce);
        return Map.of(
                "access_token", "opaque", "token_type", "Bearer", "expires_in", 3600, "id_token", token.apply(claims));
    }

    private Map<String, Object> metadata() {
        String home = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "issuer",
                issuer(),
                "authorization_endpoint",
                home + "/authorize",
                "token_endpoint",
                home + "/token",
                "userinfo_endpoint",
                home + "/userinfo",
                "jwks_uri",
                home + "/jwks",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256", "HS256", "none"));
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("the-key").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
