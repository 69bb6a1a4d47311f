package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.ExportSink.Rereadable;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.peertube.ExportPosition.Archive;
import cloud.maidan.portal.services.peertube.ExportPosition.Videos;
import cloud.maidan.portal.services.peertube.PeerTubeClient.Page;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes the list of an account's videos page by page, and after each page the page's files, each at its best. */
class VideoFiles {

    private final PeerTubeClient peertube;
    private final String name;
    private final ExportSink sink;

    VideoFiles(PeerTubeClient peertube, JsonNode user, ExportSink sink) {
        this.peertube = peertube;
        this.name = user.path("account").path("name").asString();
        this.sink = sink;
    }

    /** Goes on from a place to the end. @return what comes after the videos */
    ExportPosition write(Videos from) {
        Videos at = from;
        boolean more = true;
        while (more) {
            Page page = peertube.videos(name, at.start(), PeerTubeClient.PAGE, false);
            if (at.done() == 0 && !page.data().isEmpty()) {
                list(page, at.start());
            }
            for (int done = at.done(); done < page.data().size(); done++) {
                file(page.data().get(done));
                sink.reached(new Videos(at.start(), done + 1).cursor());
            }
            long next = at.start() + page.data().size();
            more = !page.data().isEmpty() && next < page.total();
            at = new Videos(next, 0);
        }
        Archive archive = new Archive(0, "", 0);
        sink.reached(archive.cursor());
        return archive;
    }

    private void list(Page page, long start) {
        Rows rows = new Rows();
        page.data().forEach(rows::add);
        String number = "-%06d".formatted(start / PeerTubeClient.PAGE + 1);
        text("native/api/videos" + number + ".ndjson", rows.lines());
        text("neutral/videos" + number + ".csv", rows.table(Rows.VIDEOS));
    }

    private void file(JsonNode video) {
        Optional<VideoFile> best = VideoFile.best(video);
        String folder = "native/videos/" + part(video.path("uuid").asString("unknown"));
        if (best.isEmpty()) {
            if (!video.path("isLive").asBoolean(false)) {
                sink.missing(folder, Text.of("peertube.missing.no-file"));
            }
            return;
        }
        copy(best.get(), folder + "/" + part(best.get().name()), PeerTubeView.time(video.path("createdAt")));
    }

    private void copy(VideoFile file, String path, @Nullable Instant at) {
        AtomicReference<@Nullable Text> why = new AtomicReference<>();
        Rereadable content = (from, taker) -> why.set(hand(file, from, taker));
        if (file.size() > 0) {
            sink.resumable(path, Form.MEDIA, at, file.version(), content);
        } else {
            content.read(0, in -> sink.entry(path, Form.MEDIA, at, in));
        }
        Text missing = why.get();
        if (missing != null) {
            sink.missing(path, missing);
        }
    }

    /** @return why there was nothing to hand on; null when there was */
    private @Nullable Text hand(VideoFile file, long from, Consumer<InputStream> taker) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            boolean there = peertube.downloads().file(file.address(), from, body -> {
                begun.set(true);
                whole(body, file, from, taker);
            });
            return there ? null : Text.of("peertube.missing.file");
        } catch (ServiceFault fault) {
            if (begun.get()) {
                throw fault;
            }
            return switch (fault.fault()) {
                case REDIRECTED -> Text.of("peertube.missing.elsewhere");
                case REFUSED -> Text.of("peertube.missing.refused");
                case TOO_LARGE -> Text.of("peertube.missing.too-large");
                case UNREACHABLE, TIMED_OUT, RATE_LIMITED, BROKEN, UNREADABLE, MEMBER_AWAY -> throw fault;
            };
        }
    }

    /** A file of another length than announced was replaced meanwhile, or is not the file. */
    private static void whole(Body body, VideoFile file, long from, Consumer<InputStream> taker) {
        if (file.size() > 0 && body.length().isPresent() && body.length().getAsLong() + from != file.size()) {
            PeerTubeClient.misread();
        }
        taker.accept(body.content());
    }

    private void text(String path, byte[] content) {
        sink.entry(path, Form.TEXT, null, new ByteArrayInputStream(content));
    }

    private static String part(String name) {
        return name.replace('/', '_').replace('\\', '_');
    }
}
