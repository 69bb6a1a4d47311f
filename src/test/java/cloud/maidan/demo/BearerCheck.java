package cloud.maidan.demo;

import cloud.maidan.demo.provider.DemoProvider;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Whose access token it is, checked as a service would: signature, issuer, time, and that it is meant for the portal. */
final class BearerCheck {

    static final String AUDIENCE = "maidan";

    private static final String OWN_ISSUER = "https://auth.riverbend.example/application/o/maidan/";

    private final String issuer;
    private final @Nullable RSAKey own;
    private volatile JWKSet keys;

    private BearerCheck(String issuer, @Nullable RSAKey own, JWKSet keys) {
        this.issuer = issuer;
        this.own = own;
        this.keys = keys;
    }

    /** Takes the demo provider's tokens; its keys are fetched when the first token comes. */
    static BearerCheck of(DemoProvider provider) {
        return new BearerCheck(provider.issuer(), null, new JWKSet());
    }

    /** Takes tokens of a provider that exists only here; see {@link #token}. */
    static BearerCheck ofItsOwn() {
        return new BearerCheck(OWN_ISSUER, Own.KEY, new JWKSet(Own.KEY.toPublicJWK()));
    }

    /** Made once: it takes long. */
    private static final class Own {

        static final RSAKey KEY = make();

        private static RSAKey make() {
            try {
                return new RSAKeyGenerator(2048).keyID("own").generate();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A genuine token. */
    String token(String subject, String audience, Duration life) {
        Date now = Date.from(Clock.systemUTC().instant());
        RSAKey key = Optional.ofNullable(own).orElseThrow();
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(issuer)
                            .subject(subject)
                            .audience(audience)
                            .expirationTime(new Date(now.getTime() + life.toMillis()))
                            .build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The token's {@code sub}; empty when it is not to be taken. */
    Optional<String> subject(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            JWK key = key(jwt.getHeader().getKeyID());
            boolean genuine = key != null
                    && jwt.verify(new RSASSAVerifier(key.toRSAKey()))
                    && issuer.equals(claims.getIssuer())
                    && claims.getAudience().contains(AUDIENCE)
                    && claims.getExpirationTime() != null
                    && claims.getExpirationTime()
                            .after(Date.from(Clock.systemUTC().instant()));
            return genuine ? Optional.ofNullable(claims.getSubject()) : Optional.empty();
        } catch (ParseException | JOSEException | IOException e) {
            return Optional.empty();
        }
    }

    private @Nullable JWK key(@Nullable String id) throws IOException, ParseException {
        JWK known = keys.getKeyByKeyId(id);
        if (known == null && own == null) {
            try (var metadata = URI.create(issuer + ".well-known/openid-configuration")
                    .toURL()
                    .openStream()) {
                String address =
                        JsonMapper.shared().readTree(metadata).path("jwks_uri").asString();
                keys = JWKSet.load(URI.create(address).toURL());
            }
            known = keys.getKeyByKeyId(id);
        }
        return known;
    }
}
