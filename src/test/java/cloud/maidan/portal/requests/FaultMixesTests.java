package cloud.maidan.portal.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.Community;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Services fail at random while a member's export is made: the archive says exactly what it holds and what it does not.
 * A few mixes by default; {@code -Dportal.mixes=200} tries as many, {@code -Dportal.mixes.seed=…} others.
 */
@CommunityTest
class FaultMixesTests {

    private static final int MIXES = Integer.getInteger("portal.mixes", 3);
    /** A download begins only within a quarter of an hour of a sign-in. */
    private static final int SIGNED_IN_FOR = 20;

    private static final int ATTEMPTS = 5;
    private static final String LATE = Fault.TIMED_OUT.said().key();

    private static final long SEED = Long.getLong("portal.mixes.seed", 20261121);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<Trouble, Fault> NAMES = new EnumMap<>(Map.ofEntries(
            Map.entry(Trouble.REFUSED_CONNECTION, Fault.UNREACHABLE),
            Map.entry(Trouble.SILENCE, Fault.TIMED_OUT),
            Map.entry(Trouble.ONE_BYTE_A_SECOND, Fault.TIMED_OUT),
            Map.entry(Trouble.UNAUTHORIZED, Fault.REFUSED),
            Map.entry(Trouble.FORBIDDEN, Fault.REFUSED),
            Map.entry(Trouble.RATE_LIMITED, Fault.RATE_LIMITED),
            Map.entry(Trouble.SERVER_ERROR, Fault.BROKEN),
            Map.entry(Trouble.GARBAGE, Fault.UNREADABLE),
            Map.entry(Trouble.TRUNCATED, Fault.UNREADABLE),
            Map.entry(Trouble.ENDLESS, Fault.TOO_LARGE),
            Map.entry(Trouble.REDIRECT_LOOP, Fault.REDIRECTED),
            Map.entry(Trouble.REDIRECT_TO_LINK_LOCAL, Fault.REDIRECTED)));

    private static final Community COMMUNITY = TestCommunity.community();
    private static final ScheduledExecutorService LATER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("fates").daemon().factory());

    @LocalServerPort
    int port;

    @Autowired
    ExportDesk desk;

    @Autowired
    ExportPages pages;

    @Autowired
    JdbcClient jdbc;

    /** What happens to one service during one export. */
    private sealed interface Fate {

        record Healthy() implements Fate {}

        record Down(Trouble trouble) implements Fate {}

        record BackAfter(Trouble trouble, Duration pause) implements Fate {}

        record GoneAfter(Trouble trouble, Duration pause) implements Fate {}
    }

    /** @param state as the manifest says it @param entries the checksum of each */
    private record Section(String state, Set<String> why, Map<String, String> entries) {}

    @AfterAll
    static void stop() {
        COMMUNITY.heal();
    }

    @Test
    void theArchiveSaysExactlyWhatItHoldsWhateverFails() throws Exception {
        Browser browser = Browser.on(port).signIn(DemoAccount.MEMBER);
        MemberId member = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
        Map<String, Section> healthy =
                inTime(browser, member, COMMUNITY.servers().keySet(), () -> {});
        assertThat(healthy.keySet()).containsAll(COMMUNITY.servers().keySet());
        Map<String, Integer> seen = new TreeMap<>();

        for (int mix = 0; mix < MIXES; mix++) {
            if (mix % SIGNED_IN_FOR == SIGNED_IN_FOR - 1) {
                COMMUNITY.heal();
                browser = Browser.on(port).signIn(DemoAccount.MEMBER);
            }
            Random random = new Random(SEED + mix);
            Map<String, Fate> fates = new LinkedHashMap<>();
            COMMUNITY.servers().forEach((service, server) -> fates.put(service, fate(random)));
            Set<String> spared = fates.entrySet().stream()
                    .filter(entry -> entry.getValue() instanceof Fate.Healthy)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());

            Map<String, Section> truth = inTime(
                    browser,
                    member,
                    spared,
                    () -> fates.forEach((service, fate) ->
                            befall(Objects.requireNonNull(COMMUNITY.servers().get(service)), fate)));

            String told = "mix " + mix + " of seed " + SEED + ": " + fates;
            fates.forEach((service, fate) -> agree(
                    told + ": " + service,
                    fate,
                    Objects.requireNonNull(healthy.get(service)),
                    Objects.requireNonNull(truth.get(service))));
            assertThat(Objects.requireNonNull(truth.get("portal")).state()).isEqualTo("complete");
            fates.forEach((service, fate) -> seen.merge(
                    fate.getClass().getSimpleName() + " → "
                            + Objects.requireNonNull(truth.get(service)).state(),
                    1,
                    Integer::sum));
            settle();
        }
        System.out.println(MIXES + " fault mixes over " + COMMUNITY.servers().keySet() + ": " + seen);
    }

    private static Fate fate(Random random) {
        Trouble trouble = Trouble.values()[random.nextInt(Trouble.values().length)];
        int kind = random.nextInt(100);
        Duration pause = Duration.ofMillis(20 + random.nextInt(1500));
        return kind < 45
                ? new Fate.Healthy()
                : kind < 70
                        ? new Fate.Down(trouble)
                        : kind < 85 ? new Fate.BackAfter(trouble, pause) : new Fate.GoneAfter(trouble, pause);
    }

    private static void befall(FaultyServer server, Fate fate) {
        switch (fate) {
            case Fate.Healthy() -> {}
            case Fate.Down(Trouble trouble) -> server.fail(trouble);
            case Fate.BackAfter(Trouble trouble, Duration pause) -> {
                server.fail(trouble);
                after(pause, server::heal);
            }
            case Fate.GoneAfter(Trouble trouble, Duration pause) -> after(pause, () -> server.fail(trouble));
        }
    }

    private static void after(Duration pause, Runnable what) {
        LATER.schedule(what, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets what was still to come happen, so that it does not happen to the next mix. */
    private static void settle() throws Exception {
        LATER.schedule(() -> {}, 1600, TimeUnit.MILLISECONDS).get();
        COMMUNITY.heal();
    }

    private static void agree(String told, Fate fate, Section healthy, Section truth) {
        switch (fate) {
            case Fate.Healthy() -> assertThat(truth).as(told).isEqualTo(healthy);
            case Fate.Down(Trouble trouble) ->
                assertThat(truth)
                        .as(told)
                        .isEqualTo(new Section(
                                "left-out",
                                Set.of(Objects.requireNonNull(NAMES.get(trouble))
                                        .said()
                                        .key()),
                                Map.of()));
            case Fate.BackAfter back -> wholeOrNamed(told, healthy, truth);
            case Fate.GoneAfter gone -> wholeOrNamed(told, healthy, truth);
        }
    }

    /** Either it came back in time and everything is there, or what is there is right and the rest is named. */
    private static void wholeOrNamed(String told, Section healthy, Section truth) {
        if (truth.equals(healthy)) {
            return;
        }
        assertThat(truth.state()).as(told).isIn("incomplete", "left-out");
        assertThat(truth.why())
                .as("%s, %s, differs in %s", told, truth.state(), differing(healthy.entries(), truth.entries()))
                .anyMatch(code -> code.startsWith("services.fault."));
        assertThat(healthy.entries().entrySet())
                .as(told)
                .containsAll(truth.entries().entrySet());
    }

    private static Set<String> differing(Map<String, String> one, Map<String, String> other) {
        return Stream.of(one.keySet(), other.keySet())
                .flatMap(Set::stream)
                .filter(entry -> !Objects.equals(one.get(entry), other.get(entry)))
                .collect(Collectors.toSet());
    }

    /** Once more when the machine was too busy for a healthy service to answer in time. */
    private Map<String, Section> inTime(Browser browser, MemberId member, Set<String> healthy, Runnable befalls)
            throws Exception {
        for (int attempt = 1; ; attempt++) {
            befalls.run();
            Map<String, Section> sections = sections(browser, member);
            if (attempt == ATTEMPTS
                    || healthy.stream()
                            .noneMatch(service -> Objects.requireNonNull(sections.get(service))
                                    .why()
                                    .contains(LATE))) {
                return sections;
            }
            System.out.println("a healthy service was late, the export is made again");
            settle();
        }
    }

    /** Makes an export, downloads it, checks its checksums, and reads what it says of each service. */
    private Map<String, Section> sections(Browser browser, MemberId member) throws IOException, InterruptedException {
        UUID export = desk.ask(
                        member,
                        Stream.concat(COMMUNITY.servers().keySet().stream(), Stream.of("portal"))
                                .map(service -> new ExportedService.Chosen(new ServiceId(service), 5L, null))
                                .toList(),
                        UUID.randomUUID())
                .export()
                .getId();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                pages.page(desk.find(member, export).orElseThrow())
                                        .stage())
                        .isEqualTo(ExportPage.Stage.READY));
        Map<String, byte[]> files = files(browser, export);
        Map<String, String> checksums = new String(file(files, "manifest-sha256.txt"), StandardCharsets.UTF_8)
                .lines()
                .collect(Collectors.toMap(line -> line.substring(66), line -> line.substring(0, 64)));
        Map<String, String> payload = files.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("data/"))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> sha256(entry.getValue())));
        assertThat(payload).isEqualTo(checksums);

        JsonNode manifest = JSON.readTree(file(files, "manifest.json"));
        JsonNode missing = JSON.readTree(file(files, "missing.json"));
        Map<String, Section> sections = new TreeMap<>();
        for (JsonNode service : manifest.get("services")) {
            String name = service.get("service").asString();
            Map<String, String> entries = payload.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith("data/" + name + "/"))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            Set<String> why = new HashSet<>();
            missing.get("missing").forEach(gap -> {
                if (gap.get("service").asString().equals(name)) {
                    why.add(gap.get("code").asString());
                }
            });
            assertThat(service.get("items").asInt()).as(name).isEqualTo(entries.size());
            assertThat(service.get("state").asString().equals("complete")).isEqualTo(why.isEmpty());
            sections.put(name, new Section(service.get("state").asString(), why, entries));
        }
        assertThat(manifest.get("complete").asBoolean())
                .isEqualTo(sections.values().stream()
                        .allMatch(section -> section.state().equals("complete")));
        assertThat(missing.get("complete")).isEqualTo(manifest.get("complete"));
        return sections;
    }

    private Map<String, byte[]> files(Browser browser, UUID export) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + port + "/me/exports/" + export + "/archive"))
                                .header("Cookie", "PORTAL_SESSION=" + browser.cookie("PORTAL_SESSION"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName().substring(entry.getName().indexOf('/') + 1), zip.readAllBytes());
            }
        }
        return files;
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
