package cloud.maidan.portal.services.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PortalTest
class PortalAdapterTests {

    private static final String ANSWERS = "native/services/service_answer.ndjson";
    private static final String LINKS = "native/services/service_link.ndjson";

    private final PortalAdapter adapter;
    private final JdbcClient jdbc;
    private final ServiceAccount mira = account("mira");
    private final ServiceAccount moss = account("moss");

    @Autowired
    PortalAdapterTests(PortalAdapter adapter, JdbcClient jdbc) {
        this.adapter = adapter;
        this.jdbc = jdbc;
    }

    @BeforeEach
    void bothHaveAChatAccount() {
        for (ServiceAccount account : List.of(mira, moss)) {
            Member member = account.member();
            jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                            + " values (?, ?, ?, ?, ?, now(), now())")
                    .params(
                            member.id().value(),
                            member.issuer(),
                            member.subject(),
                            member.username(),
                            member.displayName())
                    .update();
            jdbc.sql("insert into service_link values (?, 'matrix', ?, 'SUBJECT', '2026-01-02T03:04:05Z')")
                    .params(member.id().value(), "@" + member.username() + ":example.org")
                    .update();
            jdbc.sql("insert into service_answer (member_id, service, kind, fault, asked_at, failing_since)"
                            + " values (?, 'matrix', 'FAILED', 'BROKEN', now(), now())")
                    .param(member.id().value())
                    .update();
        }
    }

    @Test
    void theNameOfTheBrowserIsForgottenAndNotKeptAgainUntilItIsWanted() {
        jdbc.sql(
                        "insert into member_session (id, member_id, session_id, authenticated_at, signed_in_at, checked_at,"
                                + " user_agent, id_token) values (gen_random_uuid(), ?, ?, now(), now(), now(), 'Firefox/1', '')")
                .params(mira.member().id().value(), UUID.randomUUID().toString())
                .update();
        assertThat(adapter.settings(mira)).first().satisfies(setting -> {
            assertThat(setting.now()).isEqualTo(new Now.Known("on"));
            assertThat(setting.mostPrivate().value()).isEqualTo("off");
        });

        assertThat(adapter.set(mira, "devices", "off", () -> {})).isEqualTo(new Applied.Done());

        assertThat(adapter.set(mira, "devices", "off", () -> {})).isEqualTo(new Applied.AlreadySo());
        assertThat(adapter.settings(mira).getFirst().now()).isEqualTo(new Now.Known("off"));
        assertThat(adapter.settings(moss).getFirst().now()).isEqualTo(new Now.Known("on"));
        assertThat(jdbc.sql("select user_agent from member_session where member_id = ?")
                        .param(mira.member().id().value())
                        .query(String.class)
                        .list())
                .containsExactly("");
        assertThat(adapter.set(mira, "devices", "on", () -> {})).isEqualTo(new Applied.Done());
    }

    @Test
    void everyMemberIsKnownHereByThePortalsOwnKey() {
        assertThat(adapter.find(mira.member()))
                .isEqualTo(new Lookup.Found(mira.member().id().toString(), Evidence.OWN_RECORDS));
        assertThat(adapter.accounts(Cursor.START).accounts())
                .anySatisfy(entry ->
                        assertThat(entry.subject()).contains(mira.member().subject()));
    }

    @Test
    void itCountsWhatItHoldsAboutTheMemberOnly() {
        DataSummary summary = adapter.view(mira);

        Category links = summary.categories().stream()
                .filter(category -> category.id().equals("service_link"))
                .findFirst()
                .orElseThrow();
        assertThat(links.count()).isOne();
        assertThat(links.bytes()).isPositive();
        assertThat(links.newest()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(summary.headline()).isEqualTo(Text.of("portal.headline", summary.items()));
    }

    @Test
    void eachTableIsAFileOfLinesAboutTheMemberOnly() {
        Folder folder = new Folder();

        adapter.export(mira, Cursor.START, folder);

        List<JsonNode> links = folder.lines(LINKS);
        assertThat(links).hasSize(1);
        assertThat(links.getFirst().path("account").asString()).isEqualTo("@mira:example.org");
        assertThat(folder.files.values()).noneMatch(content -> content.contains("@moss"));
        assertThat(folder.described).contains(LINKS, LINKS + "#account", ANSWERS + "#fault");
        assertThat(folder.reached).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aLaterRunGoesOnAfterTheLastWholeTable() {
        Folder first = new Folder();
        Folder second = new Folder();
        adapter.export(mira, Cursor.START, first);

        adapter.export(mira, new Cursor("services/service_answer"), second);

        assertThat(first.files).containsKeys(ANSWERS, LINKS);
        assertThat(second.files).containsKey(LINKS).doesNotContainKey(ANSWERS);
    }

    private static ServiceAccount account(String username) {
        Member member = new Member(
                MemberId.random(),
                "http://issuer/",
                MemberId.random().toString(),
                username,
                username,
                null,
                false,
                Locale.ENGLISH,
                ZoneOffset.UTC);
        return new ServiceAccount(
                new ServiceId("portal"), member, member.id().toString(), Evidence.OWN_RECORDS, Instant.EPOCH);
    }

    private static final class Folder implements ExportSink {

        private final Map<String, String> files = new LinkedHashMap<>();
        private final List<String> described = new ArrayList<>();
        private final Map<String, String> schemas = new LinkedHashMap<>();
        private final List<String> reached = new ArrayList<>();

        List<JsonNode> lines(String file) {
            return files.getOrDefault(file, "")
                    .lines()
                    .map(JsonMapper.shared()::readTree)
                    .toList();
        }

        @Override
        public void entry(String path, Form form, @Nullable Instant modified, InputStream content) {
            try {
                files.put(path, new String(content.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void missing(String path, Text why) {
            throw new AssertionError("missing " + path);
        }

        @Override
        public void describe(String path, Text meaning) {
            described.add(path);
        }

        @Override
        public void schema(String path, String resource) {
            schemas.put(path, resource);
        }

        @Override
        public void reached(Cursor cursor) {
            reached.add(cursor.value());
        }
    }
}
