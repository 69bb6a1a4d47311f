package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.keys.Signatures;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.site.SiteProperties;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Text;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says under the portal's signature what an erasure did: canonical JSON (RFC 8785) in a compact JWS (RFC 7515) with EdDSA
 * (RFC 8037). It names nobody: only a reference, services, counts and reasons.
 */
@Component
class Receipts {

    static final String PURPOSE = "erasure.receipt";
    static final String TYPE = "maidan-erasure-receipt";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Signatures signatures;
    private final ErasureProperties properties;
    private final SiteProperties site;
    private final Words words;
    private final Clock clock;

    Receipts(Signatures signatures, ErasureProperties properties, SiteProperties site, Words words, Clock clock) {
        this.signatures = signatures;
        this.properties = properties;
        this.site = site;
        this.words = words;
        this.clock = clock;
    }

    /** The statement as it stands, signed now. */
    String sign(MemberErasure erasure) {
        String keyId = signatures.publicKeys(PURPOSE).keySet().stream()
                .reduce((older, newer) -> newer)
                .orElseGet(() -> signatures.sign(PURPOSE, new byte[0]).keyId());
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .type(new com.nimbusds.jose.JOSEObjectType(TYPE + "+jws"))
                .keyID(keyId)
                .build();
        JWSObject statement = new JWSObject(header, new Payload(Base64URL.encode(canonical(erasure))));
        try {
            statement.sign(new PortalsKey());
        } catch (JOSEException e) {
            throw new IllegalStateException("a receipt cannot be signed", e);
        }
        return statement.serialize();
    }

    /** What a statement says. @throws IllegalStateException when it is none */
    static Map<String, Object> said(String statement) {
        try {
            return JWSObject.parse(statement).getPayload().toJSONObject();
        } catch (ParseException e) {
            throw new IllegalStateException("not a receipt", e);
        }
    }

    private byte[] canonical(MemberErasure erasure) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("type", TYPE + "/1");
        said.put("community", site.community());
        said.put("reference", erasure.reference());
        said.put("state", erasure.state() == MemberErasure.State.DONE ? "second-look" : "erased");
        said.put("asked_at", time(erasure.askedAt()));
        said.put("began_at", time(erasure.beganAt()));
        said.put("issued_at", time(clock.instant()));
        Instant ended = erasure.endedAt() == null ? clock.instant() : erasure.endedAt();
        said.put("backups_until", time(ended.plus(properties.backups())));
        said.put("services", erasure.lines().stream().map(this::service).toList());
        try {
            return new JsonCanonicalizer(JSON.writeValueAsBytes(said)).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> service(Line line) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("service", line.service().value());
        said.put("state", line.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        said.put("settled_at", time(line.settledAt()));
        said.put("why", text(line.why()));
        said.put("erased", amounts(line.erased()));
        said.put(
                "retained",
                line.retained().stream()
                        .map(each -> {
                            Map<String, Object> kept = new LinkedHashMap<>();
                            kept.put("what", text(each.what()));
                            kept.put("why", text(each.why()));
                            kept.put("until", time(each.until()));
                            return kept;
                        })
                        .toList());
        said.put(
                "beyond_reach",
                line.beyondReach().stream()
                        .map(each -> Map.of("what", phrase(each.what()), "where", phrase(each.where())))
                        .toList());
        List<Amount> found = line.found();
        if (found != null) {
            said.put("second_look_at", time(line.probedAt()));
            said.put("found_again", amounts(found));
        }
        return said;
    }

    private List<Map<String, Object>> amounts(List<Amount> amounts) {
        return amounts.stream()
                .<Map<String, Object>>map(each -> Map.of("what", phrase(each.what()), "items", each.items()))
                .toList();
    }

    private @Nullable Map<String, Object> text(@Nullable Text text) {
        return text == null ? null : phrase(text);
    }

    /** The sentence's key, which says it in any language, and its words in English. */
    private Map<String, Object> phrase(Text text) {
        return Map.of("key", text.key(), "args", text.args(), "en", words.say(text, Locale.ENGLISH, ZoneOffset.UTC));
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Signs with the key that never leaves its module. */
    private final class PortalsKey implements JWSSigner {

        @Override
        public Base64URL sign(JWSHeader header, byte[] input) {
            return Base64URL.encode(signatures.sign(PURPOSE, input).value());
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return Set.of(JWSAlgorithm.EdDSA);
        }

        @Override
        public JCAContext getJCAContext() {
            return new JCAContext();
        }
    }
}
