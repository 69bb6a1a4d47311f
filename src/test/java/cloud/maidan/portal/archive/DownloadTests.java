package cloud.maidan.portal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.head;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.archive.ArchiveEvent.ArchiveDownloadStarted;
import cloud.maidan.portal.members.Role;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.util.UriUtils;

@PortalTest
@Import(Workshop.class)
class DownloadTests {

    @TempDir
    Path folder;

    @Autowired
    Workshop workshop;

    @Autowired
    TransactionTemplate transactions;

    private final MockHttpSession session = new MockHttpSession();
    private StoredArchives archives;
    private Member mira;
    private ArchiveId id;
    private byte[] whole;
    private MockMvc portal;
    private MemberId visitor;
    private Instant signedInAt;

    @BeforeEach
    void finishAnArchive() throws Exception {
        archives = workshop.archives(workshop.withParts(50_000));
        mira = workshop.member();
        id = workshop.archiveOf(
                archives, mira, Map.of("a", ArchiveTests.random(200_000, 1), "b", ArchiveTests.random(30_000, 2)));
        whole = Files.readAllBytes(workshop.file(archives, id, folder));
        visitor = mira.id();
        signedInAt = workshop.clock.instant();
        ArchiveRegister register = workshop.register(workshop.properties);
        Downloads downloads = new Downloads(
                register,
                workshop.pieceRegister(register),
                event -> workshop.events.add((ArchiveEvent) event),
                workshop.clock);
        portal = MockMvcBuilders.standaloneSetup(new ArchiveDownloadController(downloads, archives))
                .setCustomArgumentResolvers(new Visitor())
                .build();
    }

    @Test
    void theOwnerGetsTheWholeFile() throws Exception {
        MockHttpServletResponse response = perform(get(address()));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentAsByteArray()).isEqualTo(whole);
        assertThat(response.getHeader("Content-Length")).isEqualTo("" + whole.length);
        assertThat(response.getHeader("Content-Type")).isEqualTo("application/zip");
        assertThat(response.getHeader("Content-Disposition"))
                .matches("attachment; filename=\"maidan-E-2026-\\d+\\.zip\"");
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store, private");
        assertThat(response.getHeader("Accept-Ranges")).isEqualTo("bytes");
        assertThat(response.getHeader("ETag")).isEqualTo(tag());
        assertThat(starts()).isEqualTo(1);
        assertThat(archives.state(id).orElseThrow().downloads()).isEqualTo(1);
    }

    @Test
    void aHundredRandomRangesAreTheBytesOfTheFile() throws Exception {
        perform(get(address()));
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            int first = random.nextInt(whole.length);
            int last = first + random.nextInt(whole.length - first);
            String range = switch (i % 3) {
                case 0 -> first + "-" + last;
                case 1 -> first + "-";
                default -> "-" + (whole.length - first);
            };
            int end = i % 3 == 0 ? last + 1 : whole.length;
            MockHttpServletResponse response = perform(get(address()).header("Range", "bytes=" + range));

            assertThat(response.getStatus()).isEqualTo(206);
            assertThat(response.getHeader("Content-Range"))
                    .isEqualTo("bytes " + first + "-" + (end - 1) + "/" + whole.length);
            assertThat(response.getContentAsByteArray()).isEqualTo(Arrays.copyOfRange(whole, first, end));
        }
        assertThat(starts()).as("going on is not a new start").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,5-9",
                "bytes=",
                "bytes=-",
                "bytes=9-3",
                "items=0-3",
                "bytes=a-b",
                "bytes=1-2-3",
                "\u0661-\u0662"
            })
    void aRangeThatIsNotUnderstoodGetsTheWholeFile(String range) throws Exception {
        assertThat(perform(get(address()).header("Range", range)).getContentAsByteArray())
                .isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=99999999-", "bytes=99999999-999999999", "bytes=-0"})
    void aRangeOutsideTheFileIsRefused(String range) throws Exception {
        MockHttpServletResponse response = perform(get(address()).header("Range", range));

        assertThat(response.getStatus()).isEqualTo(416);
        assertThat(response.getHeader("Content-Range")).isEqualTo("bytes */" + whole.length);
        assertThat(response.getContentAsByteArray()).isEmpty();
    }

    @Test
    void ifRangeGoesOnOnlyWithTheSameFile() throws Exception {
        var part = get(address()).header("Range", "bytes=5-9");

        assertThat(perform(part.header("If-Range", tag())).getContentAsByteArray())
                .isEqualTo(Arrays.copyOfRange(whole, 5, 10));
        assertThat(perform(get(address()).header("Range", "bytes=5-9").header("If-Range", "\"other\""))
                        .getContentAsByteArray())
                .isEqualTo(whole);
        assertThat(perform(get(address()).header("If-Match", "\"other\"")).getStatus())
                .isEqualTo(412);
        assertThat(perform(get(address()).header("If-None-Match", tag())).getStatus())
                .isEqualTo(304);
    }

    @Test
    void headTellsSizeAndTagAndIsNoStart() throws Exception {
        MockHttpServletResponse response = perform(head(address()).header("Range", "bytes=1-2"));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getHeader("Content-Length")).isEqualTo("" + whole.length);
        assertThat(response.getHeader("ETag")).isEqualTo(tag());
        assertThat(response.getContentAsByteArray()).isEmpty();
        assertThat(starts()).isZero();
    }

    @Test
    void aBegunDownloadGoesOnInItsSessionHoweverOldTheSignIn() throws Exception {
        perform(get(address()));
        workshop.clock.turn(Duration.ofDays(3));
        var rest = get(address()).header("Range", "bytes=100-");

        assertThat(perform(rest).getStatus()).isEqualTo(206);
        assertThat(refusal(get(address()).header("Range", "bytes=100-").session(new MockHttpSession())))
                .matches(r ->
                        r.status() == HttpStatus.FORBIDDEN && r.reason().key().equals("archive.refused.sign-in-again"));
    }

    @Test
    void aRangeMayBeTheStart() throws Exception {
        perform(get(address()).header("Range", "bytes=100-199"));
        assertThat(starts()).isEqualTo(1);
        perform(get(address()).header("Range", "bytes=0-"));
        assertThat(starts()).as("from the first byte on is a new start").isEqualTo(2);
    }

    @Test
    void nobodyElseLearnsThatThereIsAnArchive() throws Exception {
        visitor = workshop.member().id();
        assertNotHere(address());
        workshop.clock.turn(workshop.properties.keep());
        assertNotHere(address());
        archives.expire(id);
        assertNotHere(address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1-1-1-1-1", "x", "..", "%00", "00000000-0000-0000-0000-000000000000", "\u0661", "' or 1=1 --"})
    void anAddressThatIsNoneIsNotHere(String junk) throws Exception {
        assertNotHere("/me/exports/" + junk + "/archive");
    }

    @Test
    void theOwnerLearnsWhyAnArchiveIsNotThere() throws Exception {
        ArchiveId growing = workshop.begin(archives, mira);
        assertThat(refusal(get("/me/exports/" + growing + "/archive")).status()).isEqualTo(HttpStatus.CONFLICT);
        archives.discard(growing);
        assertThat(refusal(get("/me/exports/" + growing + "/archive")).reason().key())
                .isEqualTo("archive.refused.discarded");

        workshop.clock.turn(workshop.properties.keep());
        assertThat(refusal(get(address())))
                .matches(r -> r.status() == HttpStatus.GONE && r.reason().key().equals("archive.refused.expired"));
        assertThat(refusal(get(address()).header("Range", "bytes=1-")).status()).isEqualTo(HttpStatus.GONE);
    }

    @Test
    void anAlteredPartIsNeverHandedOut() throws Exception {
        Path part = Tools.tree(workshop.properties.folder().resolve(id.toString())).values().stream()
                .max(Comparator.comparingLong(p -> p.toFile().length()))
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length / 2] ^= 1;
        Files.write(part, bytes);

        assertThatThrownBy(() -> portal.perform(get(address()).session(session)))
                .hasRootCauseInstanceOf(Exception.class)
                .hasCauseInstanceOf(ArchiveStorageFault.class);
    }

    private final class Visitor implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == SignedIn.class;
        }

        @Override
        public SignedIn resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return new SignedIn(visitor, "mira", "Mira", Set.of(Role.MEMBER), signedInAt);
        }
    }

    private MockHttpServletResponse perform(MockHttpServletRequestBuilder request) throws Exception {
        return transactions.execute(transaction -> {
            try {
                return portal.perform(request.session(session)).andReturn().getResponse();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private RuleRefused refusal(MockHttpServletRequestBuilder request) {
        try {
            portal.perform(request);
        } catch (Exception e) {
            if (e.getCause() instanceof RuleRefused refused) {
                return refused;
            }
        }
        throw new AssertionError("not refused");
    }

    private void assertNotHere(String address) throws Exception {
        URI uri = URI.create(UriUtils.encodePath(address, StandardCharsets.UTF_8));
        assertThat(portal.perform(get(uri).session(session)).andReturn().getResolvedException())
                .isInstanceOf(NotHere.class);
    }

    private long starts() {
        return workshop.events.stream()
                .filter(new ArchiveDownloadStarted(id, mira.id())::equals)
                .count();
    }

    private String address() {
        return "/me/exports/" + id + "/archive";
    }

    private String tag() {
        return '"' + archives.state(id).orElseThrow().sha256() + '"';
    }
}
