package cloud.maidan.portal.erasure;

import cloud.maidan.portal.keys.Signatures;
import cloud.maidan.portal.members.Anyone;
import cloud.maidan.portal.site.NotHere;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Receipts at their secret addresses, for whoever has one, and the keys they are checked with. */
@Anyone
@Controller
class ReceiptController {

    private final ErasureRows rows;
    private final ErasurePages pages;
    private final Signatures signatures;
    private final Clock clock;

    ReceiptController(ErasureRows rows, ErasurePages pages, Signatures signatures, Clock clock) {
        this.rows = rows;
        this.pages = pages;
        this.signatures = signatures;
        this.clock = clock;
    }

    @GetMapping("/receipts/{secret}")
    String show(@PathVariable String secret, Model model) {
        MemberErasure erasure = find(secret);
        model.addAttribute("erasure", pages.page(erasure));
        model.addAttribute("until", erasure.receiptUntil());
        model.addAttribute("file", new Secret(secret).path() + "/receipt.jws");
        model.addAttribute("statements", rows.receipts(erasure.id()).size());
        return "erasure/receipt";
    }

    /** Every statement so far, oldest first, one a line: signed JSON in the compact form of RFC 7515. */
    @GetMapping("/receipts/{secret}/receipt.jws")
    ResponseEntity<String> statements(@PathVariable String secret) {
        List<String> statements = rows.receipts(find(secret).id());
        if (statements.isEmpty()) {
            throw new NotHere();
        }
        return ResponseEntity.ok()
                .contentType(new MediaType("application", "jose"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"receipt.jws\"")
                .body(String.join("\n", statements) + "\n");
    }

    /** Public keys as a JWK set (RFC 7517, RFC 8037), older ones included. */
    @GetMapping("/receipts/keys")
    ResponseEntity<String> keys() {
        JWKSet keys = new JWKSet(signatures.publicKeys(Receipts.PURPOSE).entrySet().stream()
                .<com.nimbusds.jose.jwk.JWK>map(
                        key -> new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(key.getValue()))
                                .keyID(key.getKey())
                                .keyUse(KeyUse.SIGNATURE)
                                .algorithm(JWSAlgorithm.EdDSA)
                                .build())
                .toList());
        return ResponseEntity.ok()
                .contentType(new MediaType("application", "jwk-set+json"))
                .body(keys.toString());
    }

    private MemberErasure find(String secret) {
        Secret given = new Secret(secret);
        if (!given.plausible()) {
            throw new NotHere();
        }
        return rows.byReceipt(given.digest(), clock.instant()).orElseThrow(NotHere::new);
    }
}
