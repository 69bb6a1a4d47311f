package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.nextcloud.Listed.Belonging;
import cloud.maidan.portal.services.nextcloud.MemberNextcloud.Activities;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Account;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Standing;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Nextcloud holds about one account: all of it when the member is signed in, else what an administrator may see. */
class NextcloudView {

    private static final Duration SOME = Duration.ofMillis(50);

    private final NextcloudClient nextcloud;
    private final NextcloudProperties properties;
    private final ServiceAccount account;
    private final SideBySide questions;
    private final List<Category> categories = new ArrayList<>();
    private final List<Text> hidden = new ArrayList<>();
    private final List<Text> reach = new ArrayList<>();
    private final List<Text> remarks = new ArrayList<>();

    NextcloudView(
            NextcloudClient nextcloud, NextcloudProperties properties, ServiceAccount account, SideBySide questions) {
        this.nextcloud = nextcloud;
        this.properties = properties;
        this.account = account;
        this.questions = questions;
    }

    DataSummary summary() {
        var profile = questions.ask(() -> nextcloud.account(account.id()));
        var groups = questions.ask(() -> nextcloud.groups(account.id()));
        var standing = questions.ask(() -> nextcloud.standing(account.member(), account.id()));
        Account person = profile.get().orElseThrow(() -> Ocs.misread("the account went away"));
        List<String> memberships = groups.get();
        Text headline = own(standing.get(), person);
        profile(person);
        add("groups", memberships.size(), null, null, null, null);
        if (!person.enabled()) {
            remarks.addFirst(Text.of("nextcloud.remark.disabled"));
        }
        hidden.add(Text.of("nextcloud.hidden.sessions"));
        hidden.add(Text.of("nextcloud.hidden.apps"));
        return new DataSummary(headline, remarks, categories, hidden, reach, properties.page("/settings/user"));
    }

    private Text own(Standing standing, Account person) {
        OptionalLong used = used(person);
        if (standing instanceof Standing.Open(MemberNextcloud own)) {
            return everything(own, used);
        }
        Long bytes = used.isPresent() ? used.getAsLong() : null;
        add("files", null, bytes, null, null, Text.of("nextcloud.files.unseen"));
        hidden.add(
                switch (standing) {
                    case Standing.Tokenless(var why)
                    when why.fault() == Fault.MEMBER_AWAY -> Text.of("nextcloud.hidden.away");
                    case Standing.Tokenless(var why) -> Text.of("nextcloud.hidden.no-provider");
                    case Standing.NotAccepted() -> Text.of("nextcloud.hidden.not-accepted");
                    case Standing.AnotherAccount() -> Text.of("nextcloud.hidden.another-account");
                    case Standing.Open(var own) -> throw new IllegalStateException("handled above");
                });
        return used.isPresent()
                ? Text.of("nextcloud.headline.bytes", used.getAsLong() / 1_000_000)
                : Text.of("nextcloud.headline.unknown");
    }

    private Text everything(MemberNextcloud own, OptionalLong used) {
        String uid = account.id();
        long began = System.nanoTime();
        var given = questions.ask(own::sharesGiven);
        var received = questions.ask(own::sharesReceived);
        var elsewhere = questions.ask(own::sharesFromElsewhere);
        var newest = questions.ask(() -> own.activities(0, false, MemberNextcloud.ACTIVITIES));
        var first = questions.ask(() -> own.activities(0, true, 1));
        var notifications = questions.ask(own::notifications);
        var calendars = questions.ask(() -> own.on(Shelf.CALENDARS, uid));
        var books = questions.ask(() -> own.on(Shelf.ADDRESS_BOOKS, uid));
        var bin = questions.ask(() -> own.glance(List.of("trashbin", uid, "trash"), countWithin()));
        List<DavItem> ownCalendars = Shelf.CALENDARS.own(calendars.get(), uid);
        List<DavItem> ownBooks = Shelf.ADDRESS_BOOKS.own(books.get(), uid);
        Duration spent = Duration.ofNanos(System.nanoTime() - began);
        FileCount files =
                FileCount.of(own, uid, questions, atLeastSome(countWithin().minus(spent)));
        files(files, used);
        bin(bin.get());
        add("versions", null, null, null, null, Text.of("nextcloud.versions.detail"));
        shares(given.get(), received.get(), elsewhere.get(), files);
        collections("calendars", own, ownCalendars, calendars.get());
        collections("contacts", own, ownBooks, books.get());
        activity(newest.get(), first.get());
        List<JsonNode> waiting = notifications.get();
        timed("notifications", waiting, NextcloudView::dated, null);
        return files.complete()
                ? Text.of("nextcloud.headline", files.files(), (long) ownCalendars.size(), (long) ownBooks.size())
                : Text.of("nextcloud.headline.at-least", files.files(), (long) ownCalendars.size(), (long)
                        ownBooks.size());
    }

    private Duration countWithin() {
        return atLeastSome(properties.countWithin());
    }

    private static Duration atLeastSome(Duration time) {
        return time.compareTo(SOME) < 0 ? SOME : time;
    }

    private void files(FileCount files, OptionalLong used) {
        boolean all = files.complete();
        Long bytes = used.isPresent() ? Long.valueOf(used.getAsLong()) : all ? Long.valueOf(files.bytes()) : null;
        add(
                "files",
                all ? files.files() : null,
                bytes,
                all ? files.oldest() : null,
                files.newest(),
                all ? null : Text.of("nextcloud.files.at-least", files.files(), files.unseen()));
        if (files.sealed() > 0) {
            hidden.add(Text.of("nextcloud.hidden.sealed", files.sealed()));
        }
        long foreign = files.others(Belonging.GROUP) + files.others(Belonging.EXTERNAL);
        if (foreign > 0) {
            remarks.add(Text.of("nextcloud.remark.mounts", foreign));
        }
    }

    private void bin(Optional<List<DavItem>> bin) {
        if (bin.isEmpty()) {
            add("trash", null, null, null, null, Text.of("nextcloud.trash.uncounted"));
            return;
        }
        List<Instant> deleted = bin.get().stream()
                .map(item -> item.number("trashbin-deletion-time"))
                .filter(Objects::nonNull)
                .map(Instant::ofEpochSecond)
                .sorted()
                .toList();
        add(
                "trash",
                bin.get().size(),
                bin.get().stream().mapToLong(DavItem::size).sum(),
                deleted.isEmpty() ? null : deleted.getFirst(),
                deleted.isEmpty() ? null : deleted.getLast(),
                null);
    }

    private void shares(List<JsonNode> given, List<JsonNode> received, List<JsonNode> elsewhere, FileCount files) {
        long links = given.stream().filter(Shares::byLink).count();
        timed("shares-given", given, Shares::made, links == 0 ? null : Text.of("nextcloud.shares-given.links", links));
        List<JsonNode> all = new ArrayList<>(received);
        all.addAll(elsewhere);
        timed("shares-received", all, Shares::made, null);
        long federated = given.stream().filter(Shares::toAnotherServer).count();
        if (federated > 0) {
            reach.add(Text.of("nextcloud.reach.federated", federated));
        }
        if (links > 0) {
            reach.add(Text.of("nextcloud.reach.links", links));
        }
    }

    private void collections(String id, MemberNextcloud own, List<DavItem> mine, List<DavItem> all) {
        List<Supplier<OptionalLong>> counting = new ArrayList<>();
        mine.forEach(one -> counting.add(() -> own.count(one.path(), countWithin())));
        List<OptionalLong> counts = questions.all(counting);
        boolean known = counts.stream().allMatch(OptionalLong::isPresent);
        long entries = counts.stream().mapToLong(count -> count.orElse(0)).sum();
        add(
                id,
                known ? entries : null,
                null,
                null,
                null,
                Text.of("nextcloud." + id + (known ? ".detail" : ".at-least"), (long) mine.size(), entries, (long)
                        (Shelf.collections(all) - mine.size())));
    }

    private void activity(Activities newest, Activities first) {
        boolean all = newest.page().size() < MemberNextcloud.ACTIVITIES;
        long seen = newest.page().size();
        add(
                "activity",
                all ? seen : null,
                null,
                first.page().isEmpty() ? null : dated(first.page().getFirst()),
                newest.page().isEmpty() ? null : dated(newest.page().getFirst()),
                all ? null : Text.of("nextcloud.activity.at-least", seen));
    }

    private void profile(Account person) {
        JsonNode first = person.json().path("firstLoginTimestamp");
        Instant since = first.asLong(0) > 0 ? Instant.ofEpochSecond(first.asLong()) : null;
        JsonNode last = person.json().path("lastLogin");
        Instant seen = last.asLong(0) > 0 ? Instant.ofEpochMilli(last.asLong()) : null;
        add("profile", 1, null, since, seen, null);
    }

    /** Missing until the first sign-in, when PHP's empty array stands in its place. */
    private static OptionalLong used(Account person) {
        JsonNode used = person.json().path("quota").path("used");
        return used.isNumber() ? OptionalLong.of(used.asLong()) : OptionalLong.empty();
    }

    private static @Nullable Instant dated(JsonNode item) {
        try {
            return OffsetDateTime.parse(item.path("datetime").asString("")).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void timed(
            String id, List<JsonNode> list, Function<JsonNode, @Nullable Instant> time, @Nullable Text detail) {
        List<Instant> times =
                list.stream().map(time).filter(Objects::nonNull).sorted().toList();
        add(
                id,
                list.size(),
                null,
                times.isEmpty() ? null : times.getFirst(),
                times.isEmpty() ? null : times.getLast(),
                detail);
    }

    private void add(
            String id,
            @Nullable Number count,
            @Nullable Long bytes,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            @Nullable Text detail) {
        String key = "nextcloud." + id;
        categories.add(new Category(
                id,
                Text.of(key),
                detail,
                count == null ? null : count.longValue(),
                bytes,
                oldest,
                newest,
                Text.of(key + ".purpose"),
                id.equals("activity") ? LegalBasis.LEGITIMATE_INTERESTS : LegalBasis.CONTRACT,
                Text.of(key + ".retention"),
                Text.of(key + ".visible"),
                false,
                properties.page(page(id))));
    }

    private static String page(String id) {
        return switch (id) {
            case "trash" -> "/apps/files/trashbin";
            case "shares-given" -> "/apps/files/shareoverview";
            case "shares-received" -> "/apps/files/sharingin";
            case "calendars" -> "/apps/calendar";
            case "contacts" -> "/apps/contacts";
            case "activity" -> "/apps/activity";
            case "notifications" -> "/settings/user/notifications";
            case "profile", "groups" -> "/settings/user";
            default -> "/apps/files";
        };
    }
}
