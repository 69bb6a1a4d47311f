package cloud.maidan.portal.services.nextcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.NextcloudStandIn;
import cloud.maidan.portal.services.Capability;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Nextcloud surprises: a stand-in that forgot one of these would make a test fail. */
class NextcloudQuirksTests {

    private final NextcloudStandIn standIn = NextcloudStandIn.start(0, 12, 20);
    private final NextcloudServer server = NextcloudServer.of(standIn);

    @AfterEach
    void stop() {
        standIn.close();
    }

    @ParameterizedTest
    @DisplayName("\"any code <200 or >600 → HTTP 400 … decide on HTTP status and meta.statuscode\"")
    @CsvSource({"101, REFUSED", "113, REFUSED", "996, BROKEN", "999, BROKEN", "997, REFUSED", "403, REFUSED"})
    void theStatusInsideDecidesToo(int status, Fault fault) {
        standIn.ocs().fail("/cloud/users/", status);

        assertThat(faultOf(() -> server.adapter()
                        .find(NextcloudServer.member(server.seed().subject()))))
                .isEqualTo(fault);
    }

    @Test
    @DisplayName("\"HTTP 404 ← 998\": no account, where something in front saying 404 is a fault")
    void notFoundInsideIsAnAnswer() {
        standIn.ocs().fail("/cloud/users/", 998);

        assertThat(server.adapter().find(NextcloudServer.member(server.seed().subject())))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    @DisplayName(
            "\"empty data may be [] where an object is expected\"; \"quota is [] until the user has logged in once\"")
    void whoeverNeverSignedInHasNoQuota() {
        String officer = DemoAccount.OFFICER.subject();
        NextcloudServer theirs = server.withToken(() -> Optional.of(standIn.token(officer)));

        DataSummary summary = theirs.adapter().view(NextcloudServer.account(officer, officer));

        assertThat(category(summary, "files").bytes()).as("counted instead").isZero();
        assertThat(category(summary, "profile").oldest()).as("-1 is unknown").isNull();
        assertThat(category(
                                theirs.withToken(Optional::empty)
                                        .adapter()
                                        .view(NextcloudServer.account(officer, officer)),
                                "files")
                        .bytes())
                .as("unknown is not zero")
                .isNull();
    }

    @Test
    @DisplayName(
            "\"uid = sha256_hex(providerId + \\\"_0_\\\" + claimValue)\": found, and its owner's token opens another")
    void anIdMadeByAHashIsFound() {
        var member = NextcloudServer.member(NextcloudStandIn.HASHED_SUBJECT);
        NextcloudServer theirs = server.withToken(() -> Optional.of(standIn.token(NextcloudStandIn.HASHED_SUBJECT)));

        assertThat(theirs.adapter().find(member)).isInstanceOfSatisfying(Lookup.Found.class, found -> {
            assertThat(found.account()).matches("[0-9a-f]{64}");
            assertThat(found.evidence()).isEqualTo(Evidence.SUBJECT);
            assertThat(theirs.adapter()
                            .view(NextcloudServer.account(found.account(), NextcloudStandIn.HASHED_SUBJECT))
                            .hidden())
                    .contains(Text.of("nextcloud.hidden.not-accepted"));
        });
    }

    @Test
    @DisplayName("\"an existing local/LDAP user with the same uid is adopted\": such an account is only proposed")
    void anAccountMadeByHandWaitsForAPerson() {
        assertThat(server.adapter().find(NextcloudServer.member(NextcloudStandIn.LOCAL_SUBJECT)))
                .isEqualTo(new Lookup.Proposed(NextcloudStandIn.LOCAL_SUBJECT, false));
    }

    @Test
    @DisplayName("\"Send no cookies\": with one, password confirmation is asked for")
    void noCookieIsSent() {
        export(server);
        server.adapter().view(server.account());

        assertThat(standIn.cookies()).isEmpty();
    }

    @Test
    @DisplayName(
            "\"an admin over HTTP sees only profile/quota/groups\": without the member the rest is said to be hidden")
    void withoutTheMemberOnlyTheProfileIsShownAndAnExportWaits() {
        NextcloudServer away = server.withToken(Optional::empty);
        RecordedSink sink = new RecordedSink();

        DataSummary summary = away.adapter().view(server.account());

        assertThat(summary.categories()).extracting(Category::id).containsExactly("files", "profile", "groups");
        assertThat(category(summary, "files").count()).isNull();
        assertThat(category(summary, "files").bytes()).isPositive();
        assertThat(summary.hidden()).contains(Text.of("nextcloud.hidden.away"));
        assertThat(faultOf(() -> away.adapter().export(server.account(), Cursor.START, sink)))
                .isEqualTo(Fault.MEMBER_AWAY);
        assertThat(sink.entries.keySet()).containsExactly("native/account.json");
        assertThat(standIn.calls()).noneMatch(call -> call.contains("/remote.php/"));

        RecordedSink rest = new RecordedSink();
        server.adapter().export(server.account(), sink.cursors.getLast(), rest);
        assertThat(rest.entries).containsKey("neutral/files/Readme.md").doesNotContainKey("native/account.json");
    }

    @Test
    @DisplayName(
            "\"if user_oidc provider has --check-bearer=1 (default 0)\": else each personal part is named as missing")
    void withoutAProviderThatTakesTokensThePersonalPartsAreNamed() {
        standIn.ocs().takeTokens(false);
        RecordedSink sink = export(server);

        assertThat(server.adapter().view(server.account()).hidden()).contains(Text.of("nextcloud.hidden.not-accepted"));
        assertThat(sink.entries.keySet()).containsExactly("native/account.json");
        assertThat(sink.missing)
                .containsEntry("neutral/files", Text.of("nextcloud.missing.not-accepted"))
                .containsKeys("neutral/calendars", "neutral/contacts", "native/activity", "native/shares-given.ndjson");
        assertThat(missing(server.adapter().check())).containsExactly("nextcloud.check.no-token-provider");
    }

    @Test
    @DisplayName("\"audience must contain Nextcloud's client_id\", \"expiry\": other tokens open nothing")
    void tokensThatAreNotMeantForItOpenNothing() {
        String mira = server.seed().subject();
        for (String token : List.of(
                standIn.token(mira, "another-application", Duration.ofMinutes(5)),
                standIn.token(mira, "maidan", Duration.ofMinutes(-5)),
                "no-token")) {
            NextcloudServer other = server.withToken(() -> Optional.of(token));
            assertThat(other.adapter().view(server.account()).hidden())
                    .contains(Text.of("nextcloud.hidden.not-accepted"));
        }
    }

    @Test
    @DisplayName("shares and activity name no account: a token that opens another one must not be asked with")
    void anotherAccountsDataIsNeverTaken() {
        NextcloudServer mixed = server.withToken(() -> Optional.of(standIn.token(DemoAccount.MODERATOR.subject())));
        RecordedSink sink = export(mixed);

        assertThat(mixed.adapter().view(server.account()).hidden())
                .contains(Text.of("nextcloud.hidden.another-account"));
        assertThat(sink.entries.keySet()).containsExactly("native/account.json");
        assertThat(sink.missing).containsEntry("neutral/files", Text.of("nextcloud.missing.another-account"));
        assertThat(standIn.calls()).noneMatch(call -> call.contains("/shares") || call.contains("/activity"));
    }

    @Test
    @DisplayName("\"failed auth from one IP is slowed and then 429\": a refused token is not shown again for a while")
    void refusedTokensDoNotLockThePortalOut() {
        NextcloudAdapter adapter =
                server.withToken(() -> Optional.of("no-token")).adapter();

        for (int i = 0; i < 40; i++) {
            String uid = server.seed().subject();
            adapter.view(NextcloudServer.account(uid, uid));
        }

        assertThat(standIn.failures()).as("each time another member's").isEqualTo(3);
    }

    @Test
    @DisplayName("\"503 with header X-Nextcloud-Maintenance-Mode: 1 on everything\"")
    void maintenanceIsAFaultThatPassesAndIsSaid() {
        standIn.maintain(true);

        ServiceFault fault = fault(() -> server.adapter().view(server.account()));

        assertThat(fault.fault()).isEqualTo(Fault.BROKEN);
        assertThat(fault.retryAt()).contains(NextcloudServer.NOW.plusSeconds(120));
        assertThat(missing(server.adapter().check())).containsExactly("nextcloud.check.maintenance");
    }

    @Test
    void theCheckNamesEachThingThatIsMissing() {
        assertThat(server.adapter().check()).isEqualTo(new Health.Well(NextcloudStandIn.VERSION));
        assertThat(missing(server.as(NextcloudStandIn.CLERK, NextcloudStandIn.PASSWORD)
                        .adapter()
                        .check()))
                .containsExactly("nextcloud.check.not-an-administrator");
        standIn.ocs().hashIds();
        assertThat(missing(server.adapter().check())).containsExactly("nextcloud.check.ids-changed");
        standIn.ocs().removeSignInApp();
        standIn.ocs().pretendToBe("30.0.1");
        assertThat(missing(server.adapter().check()))
                .containsExactly("nextcloud.check.too-old", "nextcloud.check.no-sign-in-app");
    }

    @Test
    void aDisabledAccountIsFoundAndItsRemainsAreShown() {
        String dora = NextcloudStandIn.DISABLED_SUBJECT;

        assertThat(server.adapter().find(NextcloudServer.member(dora)))
                .isEqualTo(new Lookup.Found(dora, Evidence.SUBJECT));
        assertThat(server.withToken(Optional::empty)
                        .adapter()
                        .view(NextcloudServer.account(dora, dora))
                        .remarks())
                .contains(Text.of("nextcloud.remark.disabled"));
        assertThat(server.adapter().find(NextcloudServer.member(DemoAccount.AUDITOR.subject())))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    @DisplayName("\"end of list is HTTP 304\"; \"next page = header X-Activity-Last-Given → since\"")
    void activityIsReadToItsEndAndNoPageTwice() {
        try (NextcloudStandIn busy = NextcloudStandIn.start(0, 1, 401)) {
            RecordedSink sink = export(NextcloudServer.of(busy));

            assertThat(sink.lines("native/activity/")).hasSize(401);
            assertThat(busy.calls().stream().filter(call -> call.contains("/activity")))
                    .hasSize(4)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName(
            "\"unknown filter 404, nothing configured 204\"; \"204 when no notifier app\": an app that is off holds nothing")
    void appsThatAreOffHoldNothing() {
        standIn.ocs().removeActivityApp();
        standIn.ocs().removeNotifiers();

        DataSummary summary = server.adapter().view(server.account());
        RecordedSink sink = export(server);

        assertThat(category(summary, "activity").count()).isZero();
        assertThat(category(summary, "notifications").count()).isZero();
        assertThat(sink.lines("native/activity/")).isEmpty();
        assertThat(sink.entries).containsKey("neutral/files/Readme.md");
    }

    @Test
    @DisplayName("folders in pages (31 and later): each page once, the folder itself counts among them")
    void aLargeFolderIsReadInPages() {
        try (NextcloudStandIn large = NextcloudStandIn.start(0, 1100, 0)) {
            RecordedSink sink = export(NextcloudServer.of(large).withVersions(false));

            assertThat(sink.entries.keySet().stream().filter(path -> path.contains("/Photos/2026/")))
                    .hasSize(1100);
            assertThat(large.calls().stream()
                            .filter(call -> call.startsWith("PROPFIND") && call.contains("/Photos/2026")))
                    .hasSize(3)
                    .doesNotHaveDuplicates();
            assertThat(sink.missing).containsEntry("native/versions", Text.of("nextcloud.missing.versions-off"));

            large.dav().forgetPages();
            assertThat(export(NextcloudServer.of(large).withVersions(false))
                            .entries
                            .keySet())
                    .as("an older Nextcloud answers all at once")
                    .isEqualTo(sink.entries.keySet());
        }
    }

    @Test
    @DisplayName("\"Use owner-id == uid to separate mine from shared with me\"; mounts are named, not copied")
    void whatOthersShareIsListedAndNotCopied() {
        RecordedSink sink = export(server);

        assertThat(sink.entries.keySet()).noneMatch(path -> path.contains("theirs.txt") || path.contains("minutes"));
        assertThat(sink.everything()).doesNotContain(server.seed().foreign());
        assertThat(sink.missing)
                .containsEntry("neutral/files/Team", Text.of("nextcloud.missing.mount"))
                .containsEntry("neutral/files/Old disk", Text.of("nextcloud.missing.mount"))
                .doesNotContainKey("neutral/files/From Moss");
        assertThat(standIn.calls())
                .noneMatch(
                        call -> call.contains("From%20Moss") || call.contains("Team") || call.contains("Old%20disk"));
        assertThat(server.adapter().view(server.account()).remarks()).contains(Text.of("nextcloud.remark.mounts", 2));
    }

    @Test
    void namesOfAnyKindAreFilesOfTheirName() {
        RecordedSink sink = export(server);

        for (String name : List.of("Größe & Ünïcode ✓.txt", "100% sure?#.txt", "a+b.txt")) {
            assertThat(sink.entries.get("neutral/files/Plans/" + name))
                    .as(name)
                    .isEqualTo(server.seed().files().get("Plans/" + name));
        }
    }

    @Test
    void aListingThatLeadsAstrayIsNotFollowed() {
        standIn.dav().leadAstray("files/" + DemoAccount.MODERATOR.subject() + "/theirs.txt");

        assertThat(faultOf(() -> export(server))).isEqualTo(Fault.UNREADABLE);
        assertThat(standIn.calls()).noneMatch(call -> call.contains("theirs.txt"));
    }

    @Test
    void aFileThatIsListedAndNotHandedOutIsNamed() {
        RecordedSink sink = export(server);

        assertThat(sink.missing).containsEntry("neutral/files/broken.bin", Text.of("nextcloud.missing.file"));
        assertThat(sink.entries).doesNotContainKey("neutral/files/broken.bin");
    }

    @Test
    @DisplayName(
            "\"A calendar that fails vobject validation is silently skipped\": what the file lacks is fetched one by one")
    void whatACalendarsFileLeavesOutIsFetched() {
        RecordedSink sink = export(server);

        assertThat(sink.text("neutral/calendars/market.ics"))
                .contains("UID:open")
                .doesNotContain("UID:odd");
        assertThat(sink.text("neutral/calendars/market/odd.ics")).contains("UID:odd");
        assertThat(sink.entries)
                .as("only what is not in the file")
                .doesNotContainKey("neutral/calendars/market/open.ics")
                .containsKeys("neutral/calendars/stubborn/one.ics", "neutral/calendars/stubborn/two.ics")
                .doesNotContainKey("neutral/calendars/stubborn.ics")
                .doesNotContainKey("neutral/calendars/personal/walk-1.ics");
        assertThat(sink.text("neutral/calendars/personal.ics")).contains("UID:walk-3", "UID:chairs");
    }

    @Test
    void aCalendarThatBreaksOffWithoutASignIsCompletedOneByOne() {
        standIn.dav().breakOff("personal");

        RecordedSink sink = export(server);

        assertThat(sink.text("neutral/calendars/personal.ics")).doesNotEndWith("END:VCALENDAR\r\n");
        assertThat(sink.entries.keySet()).anyMatch(path -> path.startsWith("neutral/calendars/personal/"));
    }

    @Test
    @DisplayName(
            "\"z-server-generated--system = all accounts of the server — exclude\"; \"<uri>_shared_by_<uid>\", inbox, outbox")
    void onlyTheMembersOwnCalendarsAndBooksAreTaken() {
        RecordedSink sink = export(server);

        assertThat(sink.entries.keySet().stream().filter(path -> path.matches("neutral/(calendars|contacts)/[^/]*")))
                .containsExactly(
                        "neutral/calendars/market.ics",
                        "neutral/calendars/personal.ics",
                        "neutral/contacts/contacts.vcf",
                        "neutral/contacts/z-app-generated--contactsinteraction--recent.vcf");
        assertThat(sink.text("native/calendars.ndjson"))
                .as("others' are listed")
                .contains("meetings_shared_by_", "holidays");
        assertThat(sink.text("native/address-books.ndjson")).doesNotContain("z-server-generated");
        assertThat(standIn.calls()).noneMatch(call -> call.contains("z-server-generated"));
    }

    @Test
    void olderVersionsAreTakenAndTheOneThatIsTheFileIsNot() {
        RecordedSink sink = export(server);

        assertThat(sink.entries.keySet().stream().filter(path -> path.startsWith("native/versions/")))
                .hasSize(2)
                .allMatch(path -> path.startsWith("native/versions/Readme.md/"));
    }

    @Test
    void aLargeFileGoesOnWhereItWasInterrupted() {
        byte[] film = Objects.requireNonNull(server.seed().files().get("Film.bin"));
        ResumingSink sink = new ResumingSink(1_000_000);
        server.adapter().export(server.account(), Cursor.START, sink);

        assertThat(sink.entries.get("neutral/files/Film.bin"))
                .isEqualTo(java.util.Arrays.copyOfRange(film, 1_000_000, film.length));
        assertThat(standIn.calls()).anyMatch(call -> call.endsWith("Film.bin bytes=1000000-"));

        standIn.dav().forgetRanges();
        ResumingSink again = new ResumingSink(1_000_000);
        server.adapter().export(server.account(), Cursor.START, again);
        assertThat(again.entries.get("neutral/files/Film.bin"))
                .as("a server that sends the whole is read past what we have")
                .isEqualTo(sink.entries.get("neutral/files/Film.bin"));
    }

    @Test
    void aFileThatChangedSinceItWasListedIsTakenAsItIsNow() {
        String path = "files/" + server.seed().account() + "/Plans/a+b.txt";
        AtomicInteger changed = new AtomicInteger();
        RecordedSink sink = new RecordedSink() {
            @Override
            public void reached(Cursor cursor) {
                super.reached(cursor);
            }

            @Override
            public void entry(String entry, Form form, @Nullable Instant modified, InputStream content) {
                super.entry(entry, form, modified, content);
                if (entry.endsWith("Film.bin") && changed.getAndIncrement() == 0) {
                    standIn.dav().change(path, "longer than it was when it was listed\n".getBytes());
                }
            }
        };
        server.adapter().export(server.account(), Cursor.START, sink);

        assertThat(sink.text("neutral/files/Plans/a+b.txt")).startsWith("longer than");
    }

    @Test
    void nothingIsAskedTwice() {
        export(server);
        assertThat(standIn.calls()).doesNotHaveDuplicates();

        standIn.forgetCalls();
        server.adapter().view(server.account());
        assertThat(standIn.calls()).doesNotHaveDuplicates();
    }

    @Test
    void whenThereIsNoTimeToCountFilesItSaysAtLeast() {
        DataSummary summary = server.adapter(NextcloudServer.properties(Duration.ZERO, true), HttpLimits.standard())
                .view(server.account());

        assertThat(category(summary, "profile").count()).isEqualTo(1);
        Category files = category(summary, "files");
        if (files.count() == null) {
            assertThat(Objects.requireNonNull(files.detail()).key()).isEqualTo("nextcloud.files.at-least");
            assertThat(summary.headline().key()).isEqualTo("nextcloud.headline.at-least");
        }
        assertThat(files.bytes()).as("the room taken is known all the same").isPositive();
    }

    @Test
    void foldersThatDevicesEncryptAreSaid() {
        assertThat(server.adapter().view(server.account()).hidden()).contains(Text.of("nextcloud.hidden.sealed", 1));
    }

    @Test
    void whatNobodyCanGetIsNamedEachTime() {
        assertThat(export(server).missing)
                .containsKeys("native/comments", "native/sessions", "native/app-settings", "native/other-apps");
    }

    @Test
    void eachCapabilityIsOfferedOrItsAbsenceExplained() {
        NextcloudAdapter adapter = server.adapter();

        assertThat(Capability.class.getPermittedSubclasses())
                .allMatch(each ->
                        each.isInstance(adapter) ^ adapter.profile().gaps().containsKey(each));
    }

    /** Says that it has the beginning of every large file already. */
    private static class ResumingSink extends RecordedSink {

        private final long have;

        ResumingSink(long have) {
            this.have = have;
        }

        @Override
        public void resumable(
                String path, Form form, @Nullable Instant modified, String version, ExportSink.Rereadable content) {
            Consumer<InputStream> taker = in -> entry(path, form, modified, in);
            content.read(have, taker);
        }
    }

    private static RecordedSink export(NextcloudServer server) {
        RecordedSink sink = new RecordedSink();
        server.adapter().export(server.account(), Cursor.START, sink);
        return sink;
    }

    private static List<String> missing(Health health) {
        List<String> keys = new ArrayList<>();
        assertThat(health)
                .isInstanceOfSatisfying(
                        Health.Lacking.class, lacking -> lacking.missing().forEach(text -> keys.add(text.key())));
        return keys;
    }

    private static Category category(DataSummary summary, String id) {
        return summary.categories().stream()
                .filter(category -> category.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Fault faultOf(ThrowingCallable call) {
        return fault(call).fault();
    }

    private static ServiceFault fault(ThrowingCallable call) {
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, call);
        assertThat(fault).isNotNull();
        return fault;
    }
}
