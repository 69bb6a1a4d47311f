package cloud.maidan.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Formats that others laid down, checked against their own examples. */
class FormatTests {

    /** From the documentation of golang.org/x/mod/sumdb/note. */
    @Test
    void aNoteSignedByAnotherImplementationIsVerified() {
        Verifier verifier = Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        byte[] text = Hashes.utf8("If you think cryptography is the answer to your problem,\n"
                + "then you don't know what your problem is.\n");
        byte[] line = Base64.getDecoder()
                .decode("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=");

        assertThat(Arrays.copyOf(line, 4)).isEqualTo(verifier.hash());
        assertThat(verifier.verifies(text, Arrays.copyOfRange(line, 4, 68))).isTrue();
        text[0] ^= 1;
        assertThat(verifier.verifies(text, Arrays.copyOfRange(line, 4, 68))).isFalse();
    }

    @Test
    void whatIsNoVerifierKeyIsRefused() {
        for (String text : List.of(
                "",
                "PeterNeumann",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+AhpcQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Other+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")) {
            assertThatThrownBy(() -> Verifier.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Inputs and roots of the test data that Certificate Transparency implementations share. */
    @Test
    void treesHaveTheRootsOfRfc6962() {
        List<String> entries = List.of(
                "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
        MerkleTree tree = MerkleTree.empty();
        assertThat(hex(tree.root())).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

        tree.add(new byte[0]);
        assertThat(hex(tree.root())).isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        for (String entry : entries.subList(1, 8)) {
            // Each step through a fresh object, as it is kept between batches.
            tree = new MerkleTree(tree.size(), tree.frontier());
            tree.add(HexFormat.of().parseHex(entry));
        }

        assertThat(hex(tree.root())).isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    private static String hex(byte[] value) {
        return HexFormat.of().formatHex(value);
    }
}
