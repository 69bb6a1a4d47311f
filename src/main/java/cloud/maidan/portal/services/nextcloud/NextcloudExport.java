package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.nextcloud.ExportPosition.Happened;
import cloud.maidan.portal.services.nextcloud.ExportPosition.Records;
import cloud.maidan.portal.services.nextcloud.ExportPosition.Tree;
import cloud.maidan.portal.services.nextcloud.ExportPosition.Walked;
import cloud.maidan.portal.services.nextcloud.MemberNextcloud.Activities;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Account;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Standing;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what our own account may see, then everything that Nextcloud shows to the member alone. */
class NextcloudExport {

    /** What no question over HTTP gives, not even to the member. */
    private static final List<String> OUT_OF_REACH =
            List.of("comments", "sessions", "app-settings", "other-apps", "calendar-bin");

    private static final List<String> PERSONAL = List.of(
            "native/profile.json",
            "native/shares-given.ndjson",
            "native/shares-received.ndjson",
            "native/notifications.ndjson",
            "native/activity",
            "neutral/calendars",
            "neutral/contacts",
            "neutral/files",
            "neutral/trash",
            "native/versions");

    private final NextcloudClient nextcloud;
    private final ServiceAccount account;
    private final ExportSink sink;

    NextcloudExport(NextcloudClient nextcloud, ServiceAccount account, ExportSink sink) {
        this.nextcloud = nextcloud;
        this.account = account;
        this.sink = sink;
    }

    void run(ExportPosition from) {
        ExportPosition position = from;
        if (position instanceof Records(int done) && done == 0) {
            position = account();
        }
        switch (nextcloud.standing(account.member(), account.id())) {
            case Standing.Open(MemberNextcloud own) -> everything(own, position);
            case Standing.Tokenless(var why) -> throw why;
            case Standing.NotAccepted() -> nothingPersonal(position, "nextcloud.missing.not-accepted");
            case Standing.AnotherAccount() -> nothingPersonal(position, "nextcloud.missing.another-account");
        }
    }

    private ExportPosition account() {
        NextcloudRecords.describe(sink);
        Account person = nextcloud.account(account.id()).orElseThrow(() -> Ocs.misread("the account went away"));
        ObjectNode json = ((ObjectNode) person.json()).deepCopy();
        json.remove("storageLocation"); // where our machine keeps it, not about the member
        nextcloud.groups(account.id()).forEach(json.putArray("groups")::add);
        text("native/account.json", JsonLines.pretty(json));
        OUT_OF_REACH.forEach(what -> sink.missing("native/" + what, Text.of("nextcloud.missing." + what)));
        return reached(new Records(1));
    }

    /** In the middle it is no longer true that nothing could be had: then it broke off. */
    private void nothingPersonal(ExportPosition position, String why) {
        if (!position.equals(new Records(1))) {
            throw new ServiceFault(Fault.REFUSED, null, "nextcloud: a member's token is no longer accepted", null);
        }
        PERSONAL.forEach(path -> sink.missing(path, Text.of(why)));
    }

    private void everything(MemberNextcloud own, ExportPosition from) {
        ExportPosition position = from;
        if (position instanceof Records(int done)) {
            position = records(own, done);
        }
        for (Shelf shelf : Shelf.values()) {
            if (position instanceof ExportPosition.Shelved(Shelf at, String after) && at == shelf) {
                position = shelf(own, shelf, after);
            }
        }
        if (position instanceof Happened happened) {
            position = activity(own, happened);
        }
        for (Tree tree : Tree.values()) {
            if (position instanceof Walked walked && walked.tree() == tree) {
                position = tree(own, walked);
            }
        }
    }

    private ExportPosition records(MemberNextcloud own, int done) {
        List<NextcloudRecords> all = List.of(NextcloudRecords.values());
        for (int next = done - 1; next < all.size(); next++) {
            record(own, all.get(next));
            reached(new Records(next + 2));
        }
        return new ExportPosition.Shelved(Shelf.CALENDARS, "");
    }

    /** What is not there (an app is off, nothing was ever set) is left out. */
    private void record(MemberNextcloud own, NextcloudRecords record) {
        List<JsonNode> values = record.read(own, account.id());
        if (record.lines()) {
            JsonLines lines = new JsonLines();
            values.forEach(lines::add);
            text(record.file(), lines.bytes());
        } else if (!values.isEmpty()) {
            text(record.file(), JsonLines.pretty(values.getFirst()));
        }
    }

    private ExportPosition shelf(MemberNextcloud own, Shelf shelf, String after) {
        List<DavItem> all = own.on(shelf, account.id());
        ShelfExport writing = new ShelfExport(own, shelf, sink);
        for (DavItem collection : shelf.own(all, account.id())) {
            if (collection.name().compareTo(after) > 0) {
                writing.write(collection);
                reached(new ExportPosition.Shelved(shelf, collection.name()));
            }
        }
        return shelf == Shelf.CALENDARS ? new ExportPosition.Shelved(Shelf.ADDRESS_BOOKS, "") : new Happened(0, 0);
    }

    private ExportPosition activity(MemberNextcloud own, Happened from) {
        Happened at = from;
        while (true) {
            Activities page = own.activities(at.since(), true, MemberNextcloud.ACTIVITIES);
            if (page.page().isEmpty()) {
                return new Walked(Tree.FILES, 0, List.of());
            }
            if (page.last() <= at.since()) {
                throw Ocs.misread("a page that leads nowhere");
            }
            at = new Happened(at.pages() + 1, page.last());
            JsonLines lines = new JsonLines();
            page.page().stream().map(NextcloudExport::happened).forEach(lines::add);
            text("native/activity/page-%06d.ndjson".formatted(at.pages()), lines.bytes());
            reached(at);
        }
    }

    /** What happened in one sentence, without the pictures and profiles of others that are made from it for the page. */
    private static JsonNode happened(JsonNode activity) {
        return activity instanceof ObjectNode object
                ? object.deepCopy()
                        .retain(
                                "activity_id",
                                "app",
                                "type",
                                "user",
                                "subject",
                                "message",
                                "object_type",
                                "object_id",
                                "object_name",
                                "datetime")
                : activity;
    }

    private ExportPosition tree(MemberNextcloud own, Walked from) {
        try (SideBySide questions = new SideBySide(NextcloudClient.ID)) {
            new TreeExport(own, account.id(), questions, sink, from).write();
        }
        return from.tree() == Tree.FILES ? new Walked(Tree.TRASH, 0, List.of()) : from;
    }

    private ExportPosition reached(ExportPosition position) {
        sink.reached(position.cursor());
        return position;
    }

    private void text(String path, byte[] content) {
        sink.entry(path, Form.TEXT, null, new ByteArrayInputStream(content));
    }
}
