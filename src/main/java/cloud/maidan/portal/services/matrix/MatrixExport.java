package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.matrix.ExportPosition.Files;
import cloud.maidan.portal.services.matrix.ExportPosition.Records;
import cloud.maidan.portal.services.matrix.ExportPosition.Rooms;
import cloud.maidan.portal.services.matrix.MatrixClient.Uploads;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes one account's records, then room after room what it sent, then its files. */
class MatrixExport {

    private static final int EVENTS = 500;
    /** Events have at most 64 KiB, so this many always fit. */
    private static final int FEW_EVENTS = 50;

    private static final int FILES = 100;

    private final MatrixClient matrix;
    private final MatrixProperties properties;
    private final String user;
    private final ExportSink sink;
    /** From the record that this run wrote; null when another run did. */
    private @Nullable JsonNode memberships;

    MatrixExport(MatrixClient matrix, MatrixProperties properties, String user, ExportSink sink) {
        this.matrix = matrix;
        this.properties = properties;
        this.user = user;
        this.sink = sink;
    }

    void run(ExportPosition from) {
        ExportPosition position = from;
        if (position instanceof Records records) {
            position = records(records.done());
        }
        if (position instanceof Rooms rooms) {
            position = rooms(rooms);
        }
        if (position instanceof Files files) {
            files(files);
        }
    }

    private ExportPosition records(int done) {
        if (done == 0) {
            MatrixRecords.describe(sink);
        }
        List<MatrixRecords> all = List.of(MatrixRecords.values());
        for (int next = done; next < all.size(); next++) {
            JsonNode record = all.get(next).read(matrix, user);
            if (all.get(next) == MatrixRecords.MEMBERSHIPS) {
                memberships = record;
            }
            text("native/" + all.get(next).file(), JsonLines.pretty(record));
            sink.reached(new Records(next + 1).cursor());
        }
        return new Rooms("", 0, Optional.empty());
    }

    /** In order of their ids, so that a later run finds its place though rooms came or went. */
    private ExportPosition rooms(Rooms from) {
        JsonNode known = memberships == null ? MatrixRecords.MEMBERSHIPS.read(matrix, user) : memberships;
        List<String> rooms = known.propertyNames().stream().sorted().toList();
        for (String room : rooms) {
            if (room.compareTo(from.room()) >= 0 && !from.finished(room)) {
                room(room.equals(from.room()) ? from : new Rooms(room, 0, Optional.empty()));
            }
        }
        Files files = new Files(0, 0);
        sink.reached(files.cursor());
        return files;
    }

    private void room(Rooms from) {
        String folder = "native/rooms/" + part(from.room()) + "/";
        Rooms at = from;
        if (at.pages() == 0) {
            describe(at.room(), folder);
        }
        Optional<String> token = at.token();
        do {
            JsonLines lines = new JsonLines();
            token = page(at.room(), token, lines);
            at = new Rooms(at.room(), at.pages() + 1, token);
            if (!lines.isEmpty()) {
                text(folder + "sent-%06d.ndjson".formatted(at.pages()), lines.bytes());
            }
            sink.reached(at.cursor());
        } while (token.isPresent());
    }

    private void describe(String room, String folder) {
        Optional<MatrixClient.Room> known = matrix.room(room);
        if (known.isPresent()) {
            text(folder + "room.json", JsonLines.pretty(known.get().described()));
            if (known.get().sealed()) {
                sink.missing(folder + "readable.html", Text.of("matrix.missing.sealed"));
            }
        } else {
            sink.missing(folder + "room.json", Text.of("matrix.missing.room"));
        }
    }

    private Optional<String> page(String room, Optional<String> from, JsonLines lines) {
        try {
            return matrix.sent(room, user, from, EVENTS, event -> take(event, lines));
        } catch (ServiceFault fault) {
            if (fault.fault() != Fault.TOO_LARGE) {
                throw fault;
            }
            lines.clear();
            return matrix.sent(room, user, from, FEW_EVENTS, event -> take(event, lines));
        }
    }

    /** Whatever a server does with our filter: what others wrote is not handed out. */
    private void take(JsonNode event, JsonLines lines) {
        if (event.path("sender").asString("").equals(user)) {
            lines.add(SentEvent.of(event));
        }
    }

    private void files(Files from) {
        Files at = from;
        Optional<Long> next;
        do {
            Uploads page = matrix.uploads(user, at.from(), FILES, false);
            if (at.done() == 0 && !page.media().isEmpty()) {
                JsonLines lines = new JsonLines();
                page.media().forEach(lines::add);
                text("native/files/list-%06d.ndjson".formatted(at.from()), lines.bytes());
            }
            for (int done = at.done(); done < page.media().size(); done++) {
                file(page.media().get(done));
                sink.reached(new Files(at.from(), done + 1).cursor());
            }
            next = Optional.ofNullable(page.next());
            at = new Files(next.orElse(at.from()), 0);
        } while (next.isPresent());
    }

    private void file(JsonNode upload) {
        String id = upload.path("media_id").asString();
        String name = upload.path("upload_name").asString("");
        String path = "native/files/" + part(id) + (name.isEmpty() ? "" : "/" + part(name));
        long length = upload.path("media_length").asLong(0);
        if (length > properties.largestFile().toBytes()) {
            sink.missing(path, Text.of("matrix.missing.file-too-large", length));
            return;
        }
        JsonNode created = upload.path("created_ts");
        Instant at = created.isNumber() ? Instant.ofEpochMilli(created.asLong()) : null;
        if (!matrix.file(user, id, properties.largestFile(), body -> take(body, path, length, at))) {
            sink.missing(path, Text.of("matrix.missing.file"));
        }
    }

    private void take(Body body, String path, long length, @Nullable Instant at) {
        if (body.length().equals(OptionalLong.of(length)) || body.length().isEmpty()) {
            sink.entry(path, Form.MEDIA, at, body.content());
        } else {
            sink.missing(path, Text.of("matrix.missing.file-other-length"));
        }
    }

    private void text(String path, byte[] content) {
        sink.entry(path, Form.TEXT, null, new ByteArrayInputStream(content));
    }

    /** Ids of rooms and names of files may hold anything; here they are one part of a path. */
    private static String part(String name) {
        return name.replace('/', '_').replace('\\', '_');
    }
}
