package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.subject.Text;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes calendars or address books, each as one file. Nextcloud's own export of an account silently leaves out a
 * calendar that it finds invalid, and one broken event can spoil the file of a whole calendar; so what the file holds is
 * compared with what the calendar lists, and what is not in it is fetched one by one.
 */
class ShelfExport {

    private static final int LARGEST_ENTRY = 16 * 1024 * 1024;

    private final MemberNextcloud own;
    private final Shelf shelf;
    private final ExportSink sink;

    ShelfExport(MemberNextcloud own, Shelf shelf, ExportSink sink) {
        this.own = own;
        this.shelf = shelf;
        this.sink = sink;
    }

    void write(DavItem collection) {
        List<DavItem> entries = own.entries(collection.path());
        if (entries.isEmpty() && shelf == Shelf.ADDRESS_BOOKS) {
            return; // a file of no cards is no file
        }
        String path = shelf.folder + part(collection.name());
        Optional<UidStream> written = own.whole(collection.path(), body -> whole(path + shelf.extension, body))
                .flatMap(seen -> seen);
        if (written.isEmpty() && entries.isEmpty()) {
            own.mustAnswerAbout(collection.path());
            sink.missing(path + shelf.extension, Text.of("nextcloud.missing.entry"));
        } else if (written.isEmpty() || !complete(written.get(), entries.size())) {
            UidStream trusted = written.filter(this::ended).orElse(null); // what broke off may have cut an entry
            entries.forEach(entry -> one(path + "/" + part(entry.name()), entry, trusted));
        }
    }

    private Optional<UidStream> whole(String path, Body body) {
        try {
            InputStream content = new BufferedInputStream(body.content());
            content.mark(64);
            String start = new String(content.readNBytes(64), StandardCharsets.UTF_8);
            content.reset();
            if (!begins(start)) {
                return Optional.empty(); // a page of words, as some proxies and apps say that something broke
            }
            UidStream seen = new UidStream(content);
            sink.entry(path, Form.TEXT, null, seen);
            return Optional.of(seen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean complete(UidStream written, int entries) {
        long there = shelf == Shelf.CALENDARS ? written.uids() : written.cards();
        return there >= entries && ended(written);
    }

    private boolean ended(UidStream written) {
        return written.last().equals(shelf.ends);
    }

    private void one(String path, DavItem entry, @Nullable UidStream written) {
        Optional<byte[]> content = own.content(entry.path(), -1, 0, LARGEST_ENTRY, ShelfExport::bytes)
                .filter(bytes -> isOne(entry, bytes));
        if (content.isEmpty()) {
            sink.missing(path, Text.of("nextcloud.missing.entry"));
            return;
        }
        String uid = UidStream.uidOf(content.get());
        if (written == null || uid.isEmpty() || !written.has(uid)) {
            sink.entry(path, Form.TEXT, entry.modified(), new ByteArrayInputStream(content.get()));
        }
    }

    /** What begins otherwise is a page of somebody in between, unless Nextcloud goes on answering about the entry. */
    private boolean isOne(DavItem entry, byte[] content) {
        boolean one = begins(new String(content, 0, Math.min(content.length, 64), StandardCharsets.UTF_8));
        if (!one) {
            own.mustAnswerAbout(entry.path());
        }
        return one;
    }

    private boolean begins(String start) {
        return start.replace("\ufeff", "").startsWith(shelf.begins);
    }

    private static byte[] bytes(Body body) {
        try {
            return body.content().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names may hold anything; here they are one part of a path. */
    private static String part(String name) {
        return name.replace('/', '_').replace('\\', '_');
    }
}
