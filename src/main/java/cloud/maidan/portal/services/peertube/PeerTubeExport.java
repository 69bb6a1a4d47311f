package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Export.Progress;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.peertube.ExportPosition.Archive;
import cloud.maidan.portal.services.peertube.ExportPosition.Lists;
import cloud.maidan.portal.services.peertube.ExportPosition.Records;
import cloud.maidan.portal.services.peertube.ExportPosition.Videos;
import cloud.maidan.portal.services.peertube.PeerTubeClient.Page;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what an administrator may read about one account, then its videos with their files, then the archive that
 * PeerTube makes by itself. That one is asked for at the beginning, so that it is made while the rest is written.
 */
class PeerTubeExport {

    /** Rows of a list in one file. */
    private static final int ROWS = 500;

    private static final Set<String> SECRETS = Set.of("password", "otpSecret", "feedToken");

    private final PeerTubeClient peertube;
    private final Clock clock;
    private final PeerTubeProperties properties;
    private final JsonNode user;
    private final ExportSink sink;
    private final OwnArchive archive;

    PeerTubeExport(
            PeerTubeClient peertube, PeerTubeProperties properties, Clock clock, JsonNode user, ExportSink sink) {
        this.peertube = peertube;
        this.properties = properties;
        this.clock = clock;
        this.user = user;
        this.sink = sink;
        this.archive =
                new OwnArchive(peertube, properties, clock, user.path("id").asString());
    }

    Progress run(ExportPosition from) {
        ExportPosition position = from;
        if (position instanceof Records records) {
            position = records(records.done());
        }
        if (position instanceof Lists lists) {
            position = lists(lists);
        }
        if (position instanceof Videos videos) {
            position = new VideoFiles(peertube, user, sink).write(videos);
        }
        return position instanceof Archive own ? archive(own) : Progress.WHOLE;
    }

    private ExportPosition records(int done) {
        if (done == 0) {
            archive.prepare();
            Explained.say(sink);
            sink.missing("native/notifications", Text.of("peertube.missing.notifications"));
            text(
                    "native/api/account.json",
                    Rows.pretty(((ObjectNode) user).deepCopy().remove(SECRETS)));
            sink.reached(new Records(1).cursor());
        }
        return new Lists(0, 0);
    }

    private ExportPosition lists(Lists from) {
        List<OwnLists> all = List.of(OwnLists.values());
        Lists at = from;
        while (at.list() < all.size()) {
            at = part(all.get(at.list()), at);
            sink.reached(at.cursor());
        }
        return new Videos(0, 0);
    }

    /** One file of a list. @return where the next begins */
    private Lists part(OwnLists list, Lists at) {
        Rows rows = new Rows();
        long start = at.start();
        boolean more = true;
        while (more && start - at.start() < ROWS) {
            Optional<Page> page = list.page(peertube, user, start);
            if (page.isEmpty()) {
                sink.missing("native/api/" + list.file() + ".ndjson", Text.of("peertube.missing.list"));
                return new Lists(at.list() + 1, 0);
            }
            page.get().data().forEach(row -> list.own(row, user).ifPresent(rows::add));
            start += page.get().data().size();
            more = !page.get().data().isEmpty() && start < page.get().total();
        }
        if (!rows.isEmpty()) {
            String number = "-%06d".formatted(at.start() / ROWS + 1);
            text("native/api/" + list.file() + number + ".ndjson", rows.lines());
            if (list == OwnLists.COMMENTS) {
                text("neutral/comments" + number + ".csv", rows.table(Rows.COMMENTS));
            }
        }
        return more ? new Lists(at.list(), start) : new Lists(at.list() + 1, 0);
    }

    private Progress archive(Archive from) {
        return switch (archive.prepared()) {
            case OwnArchive.Preparing(Text why) -> {
                sink.reached(from.cursor());
                yield new Progress.Later(clock.instant().plus(properties.ask()), why);
            }
            case OwnArchive.Never(Text why) -> {
                sink.missing("native/peertube", why);
                yield Progress.WHOLE;
            }
            case OwnArchive.Ready ready ->
                new ArchiveReading(archive, properties, clock, sink, videos()).read(ready, from);
        };
    }

    private long videos() {
        return peertube.videos(user.path("account").path("name").asString(), 0, 1, true)
                .total();
    }

    private void text(String path, byte[] content) {
        sink.entry(path, Form.TEXT, null, new ByteArrayInputStream(content));
    }
}
