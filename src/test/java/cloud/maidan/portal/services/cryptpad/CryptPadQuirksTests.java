package cloud.maidan.portal.services.cryptpad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Instance;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How CryptPad surprises: a stand-in that forgot one of these would make a test fail. */
class CryptPadQuirksTests {

    private final CryptPadStandIn standIn = CryptPadStandIn.start(0);
    private final CryptPadServer server = CryptPadServer.of(standIn);

    @AfterEach
    void stop() {
        standIn.close();
    }

    /** "JavaScript, not JSON: take from first { after return to the last }". */
    @Test
    void theConfigurationIsAScriptAndNamesTheVersionInOnePlace() {
        Instance instance = Instance.of("define(function(){;\nreturn {\"requireConf\":{\"urlArgs\":"
                + "\"ver=2026.2.2-1775040000000\"},\"sso\":false,\"websocketPath\":\"/cryptpad_websocket\"};\n});");

        assertThat(instance.version()).isEqualTo(CryptPadStandIn.VERSION);
        assertThat(instance.webSocket()).isEqualTo("/cryptpad_websocket");
        assertThat(instance.signInByProvider()).isFalse();
        assertThatThrownBy(() -> Instance.of("{}")).isInstanceOf(ServiceFault.class);
        assertThatThrownBy(() -> Instance.of("<html>return { nothing };</html>"))
                .isInstanceOf(ServiceFault.class);
        assertThat(Instance.of("return {\"websocketPath\":\"//elsewhere.example/\"};")
                        .webSocket())
                .as("stays at this server")
                .isEqualTo("/cryptpad_websocket");
    }

    /** "Serialise exactly as JS JSON.stringify (no spaces; same bytes in message and signature)". */
    @Test
    void whatIsSignedVerifiesWithOpenSsl(@TempDir Path folder) throws Exception {
        assumeTrue(installed("openssl"), "skipped: openssl is not installed");
        server.adapter().view(server.account(Evidence.SUBJECT));

        assertThat(standIn.signed()).hasSizeGreaterThan(5);
        assertThat(standIn.signed()).anyMatch(signed -> signed.text().contains("/"));
        for (var signed : standIn.signed()) {
            byte[] key = HexFormat.of()
                    .parseHex("302a300506032b6570032100"
                            + HexFormat.of().formatHex(Base64.getDecoder().decode(signed.publicKey())));
            Files.write(folder.resolve("key"), key);
            Files.write(folder.resolve("text"), signed.text().getBytes(StandardCharsets.UTF_8));
            Files.write(folder.resolve("signature"), Base64.getDecoder().decode(signed.signature()));
            assertThat(openssl(folder, "text")).isZero();
            Files.write(folder.resolve("other"), (signed.text() + " ").getBytes(StandardCharsets.UTF_8));
            assertThat(openssl(folder, "other")).isNotZero();
        }
    }

    /** "built from the 32-byte seed", as OpenSSL writes it, or with the public key behind it as CryptPad keeps it. */
    @Test
    void theKeyIsTakenInThreeForms() {
        byte[] pkcs8 = Base64.getDecoder().decode(standIn.secretKey());
        byte[] seed = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
        byte[] both = Arrays.copyOf(seed, 64);
        System.arraycopy(Base64.getDecoder().decode(standIn.publicKey()), 0, both, 32, 32);

        for (byte[] form : List.of(pkcs8, seed, both)) {
            assertThat(AdminKey.of(Base64.getEncoder().encodeToString(form)).publicKey())
                    .isEqualTo(standIn.publicKey());
        }
        both[63] ^= 1;
        assertThatThrownBy(() -> AdminKey.of(Base64.getEncoder().encodeToString(both)))
                .isInstanceOf(ServiceFault.class)
                .hasNoCause();
    }

    /** "ERROR NO_COOKIE => get a new one and resend". */
    @Test
    void aCookieThatDiedIsReplacedOnce() {
        CryptPadClient client = server.client(standIn.url(), standIn.secretKey(), HttpLimits.standard());

        boolean held = client.asking(Duration.ofSeconds(5), admin -> {
            admin.holds(server.account());
            standIn.forgetSessions();
            return admin.holds(server.account());
        });

        assertThat(held).isTrue();
    }

    /** A list comes as its items: "[cookie].concat(value)". */
    @Test
    void anAnswerThatIsAListComesAsItsItems() {
        CryptPadClient client = server.client(standIn.url(), standIn.secretKey(), HttpLimits.standard());

        List<String> stored = client.asking(Duration.ofSeconds(5), admin -> admin.stored(server.account()));

        assertThat(stored).hasSize(23).isSorted();
        List<String> none = client.asking(Duration.ofSeconds(5), admin -> admin.stored("A".repeat(43) + "="));
        assertThat(none).isEmpty();
    }

    /** "GET_PIN_ACTIVITY: ENOENT = no pin log": it never stored anything, which is not a fault. */
    @Test
    void anAccountThatStoredNothingHasNoTimes() {
        String nobody = "A".repeat(43) + "=";
        CryptPadServer empty =
                new CryptPadServer("stand-in", server.url(), server.key(), nobody, server.subject(), server.blocks());

        Category drive = empty.adapter()
                .view(empty.account(Evidence.OFFICER))
                .categories()
                .getFirst();

        assertThat(drive.count()).isZero();
        assertThat(drive.oldest()).isNull();
    }

    /** "the server operator can derive the user's keys (not zero-knowledge!). Only forceCpPassword keeps E2EE". */
    @Test
    void aSignInWithoutAPasswordOfItsOwnIsNotCalledSealed() {
        assertThat(view().categories()).extracting(Category::sealed).containsExactly(true, false, true);

        for (int password : new int[] {0, 1}) {
            standIn.configure("sso", Map.of("force", 1, "password", password, "list", List.of("authentik")));
            assertThat(view().categories()).extracting(Category::sealed).containsOnly(false);
            assertThat(view().remarks()).contains(Text.of("cryptpad.remark.no-own-password"));
        }
    }

    /** "unset means disabled (true): retention does nothing until set false". */
    @Test
    void evictionThatNobodySwitchedOnIsOff() {
        assertThat(view().remarks()).containsExactly(Text.of("cryptpad.remark.nothing-removed"));
        assertThat(concerns()).containsExactly("cryptpad.eviction", "cryptpad.inactive-accounts");

        standIn.rule("disableIntegratedEviction", false);
        standIn.rule("accountRetentionTime", 365);
        assertThat(view().remarks()).isEmpty();
        assertThat(concerns()).isEmpty();

        standIn.rule("disableIntegratedEviction", true);
        standIn.rule("blockDailyCheck", false);
        standIn.rule("enableEmbedding", true);
        standIn.rule("restrictRegistration", false);
        standIn.configure("sso", Map.of("password", 0));
        assertThat(concerns())
                .containsExactly(
                        "cryptpad.eviction",
                        "cryptpad.own-passwords",
                        "cryptpad.daily-check",
                        "cryptpad.embedding",
                        "cryptpad.registration");
    }

    /** "sso_user: the seed derives the account", "sessions hold tokens in clear": only sso_block is ever opened. */
    @Test
    void theFoldersWithSecretsNeedNotBeThere() throws IOException {
        Path data = Objects.requireNonNull(standIn.ssoBlocks().getParent());
        for (String secret : List.of("sso_user", "sessions")) {
            Files.move(data.resolve(secret), data.resolve("gone-" + secret));
        }

        assertThat(server.adapter().find(CryptPadServer.member(server.subject(), null)))
                .isEqualTo(new Lookup.Found(server.account(), Evidence.SUBJECT));
    }

    @Test
    void aBlockOfAnotherProviderOrAHalfWrittenOneProvesNothing(@TempDir Path folder) throws IOException {
        String block = "b".repeat(43) + "=";
        Files.createDirectories(folder.resolve("bb"));
        Files.writeString(folder.resolve("bb/" + block + ".json"), "{\"id\":\"some-sub\",\"provider\":\"other\"}");
        Files.writeString(folder.resolve("bb/half.json"), "{\"id\":\"some-su");

        assertThat(new SsoBlocks(folder, null).of("some-sub")).containsExactly(block);
        assertThat(new SsoBlocks(folder, "authentik").of("some-sub")).isEmpty();
        assertThatThrownBy(() -> new SsoBlocks(folder.resolve("missing"), null).of("some-sub"))
                .isInstanceOf(ServiceFault.class);
    }

    /** "No RPC gives sub": what was asked never carries who the member is. */
    @Test
    void theServerIsNeverToldWhoIsAskedFor() {
        server.adapter().find(CryptPadServer.member(server.subject(), DemoAccount.MEMBER.email()));
        server.adapter().view(server.account(Evidence.SUBJECT));

        assertThat(standIn.signed())
                .noneMatch(signed -> signed.text().contains(server.subject())
                        || signed.text().contains(DemoAccount.MEMBER.email()));
        assertThat(standIn.calls()).allMatch(call -> !call.matches("(ADD|ARCHIVE|REMOVE|DELETE|SET|UPDATE)_.*"));
    }

    @Test
    void nothingIsAskedTwiceAndFilesHaveNoTimeOfTheirOwn() {
        RecordedSink sink = new RecordedSink();
        server.adapter().export(server.account(Evidence.SUBJECT), Cursor.START, sink);

        assertThat(standIn.calls().stream().filter(call -> call.startsWith("GET /")))
                .containsExactly("GET /api/config HTTP/1.1", "GET /cryptpad_websocket HTTP/1.1");
        assertThat(sink.lines("native/stored/").stream().filter(line -> line.contains("\"file\"")))
                .hasSize(3)
                .noneMatch(line -> line.contains("changed"));
    }

    private DataSummary view() {
        return server.adapter().view(server.account(Evidence.SUBJECT));
    }

    private List<String> concerns() {
        return server.adapter().findings().stream()
                .filter(Finding::concern)
                .map(Finding::code)
                .toList();
    }

    private static boolean installed(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int openssl(Path folder, String text) throws IOException, InterruptedException {
        Process verifying = new ProcessBuilder(
                        "openssl",
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-keyform",
                        "DER",
                        "-inkey",
                        "key",
                        "-rawin",
                        "-in",
                        text,
                        "-sigfile",
                        "signature")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return verifying.waitFor();
    }
}
