package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Export.Progress;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.peertube.ExportPosition.Archive;
import cloud.maidan.portal.services.peertube.OwnArchive.Never;
import cloud.maidan.portal.services.peertube.OwnArchive.Preparing;
import cloud.maidan.portal.services.peertube.OwnArchive.Ready;
import cloud.maidan.portal.services.peertube.OwnArchive.State;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;

/** Takes PeerTube's own archive apart, entry by entry, while it arrives. */
class ArchiveReading {

    /** Beyond it PeerTube leaves rows out without a word ({@code USER_EXPORT_MAX_ITEMS}). */
    private static final long PEERTUBES_MOST = 1000;

    private static final int MOST_ENTRIES = 200_000;
    private static final int LONGEST_NAME = 1000;

    private final OwnArchive archive;
    private final PeerTubeProperties properties;
    private final Clock clock;
    private final ExportSink sink;
    private final long videos;
    private final Set<String> expected = new TreeSet<>();

    /** @param videos how many videos the account has, for PeerTube leaves out those it stumbles over */
    ArchiveReading(OwnArchive archive, PeerTubeProperties properties, Clock clock, ExportSink sink, long videos) {
        this.archive = archive;
        this.properties = properties;
        this.clock = clock;
        this.sink = sink;
        this.videos = videos;
    }

    Progress read(Ready ready, Archive from) {
        Archive at = ready.id().equals(from.archive())
                ? from
                : new Archive(from.offset() == 0 ? from.round() : from.round() + 1, ready.id(), 0);
        sink.reached(at.cursor());
        try {
            Consumer<Body> unpacking = body -> unpack(body, ready, at);
            return archive.read(ready, at.offset(), unpacking)
                    .map(this::without)
                    .orElse(Progress.WHOLE);
        } catch (ServiceFault fault) {
            if (fault.fault() == Fault.REDIRECTED) {
                return without(new Never(Text.of("peertube.missing.archive-elsewhere")));
            }
            throw fault;
        }
    }

    private Progress without(State state) {
        return switch (state) {
            case Preparing(Text why) -> new Progress.Later(clock.instant().plus(properties.ask()), why);
            case Never(Text why) -> {
                sink.missing("native/peertube", why);
                yield Progress.WHOLE;
            }
            case Ready again -> throw new IllegalStateException("it was ready and was not read");
        };
    }

    private void unpack(Body body, Ready ready, Archive at) {
        long whole = at.offset() + body.length().orElse(ready.size() - at.offset());
        if (ready.size() > 0 && whole != ready.size()) {
            PeerTubeClient.misread();
        }
        String folder = at.round() == 0 ? "native/" : "native/again-" + at.round() + "/";
        ZipPieces zip = new ZipPieces(
                body.content(), at.offset(), properties.largestArchive().toBytes());
        int entries = 0;
        long begins = zip.position();
        for (Optional<ZipEntry> entry = zip.next(); entry.isPresent(); entry = zip.next()) {
            String name = entry.get().getName();
            if (isList(name)) {
                filesThatDidNotCome(folder);
                sink.reached(new Archive(at.round(), at.archive(), begins).cursor());
            }
            take(name, folder, zip, ready);
            zip.skip();
            if (zip.cut() || ++entries == MOST_ENTRIES) {
                sink.missing(folder + "peertube", Text.of("peertube.missing.archive-too-large"));
                return;
            }
            begins = zip.position();
        }
        filesThatDidNotCome(folder);
    }

    private void take(String name, String folder, ZipPieces zip, Ready ready) {
        if (name.endsWith("/")) {
            return;
        }
        if (!harmless(name)) {
            sink.missing(folder + "peertube", Text.of("peertube.missing.name"));
        } else if (name.endsWith(".json")) {
            list(name, folder, zip, ready);
        } else {
            expected.remove(name);
            sink.entry(folder + name, Form.MEDIA, ready.made(), zip.content());
        }
    }

    private void list(String name, String folder, ZipPieces zip, Ready ready) {
        CleanedJson json = new CleanedJson(zip.content());
        sink.entry(folder + name, Form.TEXT, ready.made(), json);
        json.leftOut()
                .forEach(secret -> sink.missing(folder + name + "#" + secret, Text.of("peertube.missing.secret")));
        if (isList(name)) {
            expected.addAll(json.files());
            json.rows().forEach((list, rows) -> completeOrSaid(name, folder, list, rows));
        }
    }

    private void completeOrSaid(String name, String folder, String list, long rows) {
        if (list.equals("videos")) {
            if (rows < videos) {
                sink.missing(folder + name, Text.of("peertube.missing.videos", videos - rows));
            }
        } else if (rows == PEERTUBES_MOST) {
            sink.missing(
                    folder + name,
                    Text.of(
                            switch (list) {
                                case "comments" -> "peertube.missing.cut-comments";
                                case "videoPlaylists" -> "peertube.missing.cut-playlists";
                                case "watchedVideos" -> "peertube.missing.cut-history";
                                default -> "peertube.missing.cut";
                            }));
        }
    }

    /** PeerTube leaves out a picture or a caption that it cannot read, and says so in its own log only. */
    private void filesThatDidNotCome(String folder) {
        expected.forEach(file -> sink.missing(folder + file, Text.of("peertube.missing.skipped")));
        expected.clear();
    }

    private static boolean isList(String name) {
        return name.startsWith("peertube/") && name.endsWith(".json");
    }

    private static boolean harmless(String name) {
        return name.length() <= LONGEST_NAME
                && !name.startsWith("/")
                && !name.contains("\\")
                && !name.contains(":")
                && name.chars().noneMatch(Character::isISOControl)
                && Arrays.stream(name.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }
}
