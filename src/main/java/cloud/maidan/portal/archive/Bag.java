package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Writes what makes an archive a bag (BagIt 1.0, RFC 8493) and what lets people and programs understand it. */
@Component
class Bag {

    private final ArchivePages pages;
    private final ManifestFiles manifests;
    private final Clock clock;

    Bag(ArchivePages pages, ManifestFiles manifests, Clock clock) {
        this.pages = pages;
        this.manifests = manifests;
        this.clock = clock;
    }

    /** What the bag is made from. */
    record Contents(
            ArchiveRow archive,
            ArchiveDescription description,
            List<SectionRow> sections,
            ArchiveFiles files,
            List<Recorded> recorded) {

        long items() {
            return sections.stream().mapToLong(SectionRow::items).sum();
        }

        long payload() {
            return sections.stream().mapToLong(SectionRow::payload).sum();
        }

        /** All notes as a stream of what the function makes of each; null is left out. */
        <T> Iterator<T> notes(Function<JournalReader.Line, @Nullable T> what) {
            Iterable<JournalReader.Line> lines = () -> new JournalReader(files, recorded);
            return StreamSupport.stream(lines.spliterator(), false)
                    .map(what)
                    .filter(Objects::nonNull)
                    .map(t -> (T) Objects.requireNonNull(t))
                    .iterator();
        }
    }

    void write(Contents contents, PartsWriter out) {
        String root = contents.archive().root();
        Overview overview = Overview.of(contents);
        Instant now = clock.instant();
        List<Journal.Entry> tags = new ArrayList<>();

        out.parts().telling(tags::add);
        Tag tag = (name, content) -> out.add(root + name, null, true, now, content, PartsWriter.Midway.NEVER);
        tag.add("index.html", text(pages.index(contents, overview, now)));
        tag.add("README.html", text(pages.readme(contents, overview, now)));
        tag.add("manifest.json", lines(manifests.manifest(contents, overview, now)));
        tag.add("manifest.schema.json", text(resource("archive/manifest.schema.json")));
        overview.schemas().forEach((file, schema) -> tag.add(file, text(resource(schema.resource()))));
        tag.add("missing.json", lines(manifests.missing(contents, overview)));
        tag.add("bagit.txt", text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
        tag.add("bag-info.txt", text(info(contents, now)));
        tag.add("manifest-sha256.txt", lines(contents.notes(line -> checksum(line, root))));
        out.flush();
        Stream<String> checksums = List.copyOf(tags).stream().map(entry -> entry.checksumLine(root));
        tag.add("tagmanifest-sha256.txt", lines(checksums.iterator()));
        if (contents.items() == 0) {
            tag.add("data/", InputStream.nullInputStream());
        }
        out.flush();
    }

    private interface Tag {
        void add(String name, InputStream content);
    }

    private static @Nullable String checksum(JournalReader.Line line, String root) {
        return line.note() instanceof Journal.Entry entry ? entry.checksumLine(root) : null;
    }

    private static String info(Contents contents, Instant now) {
        return """
                Source-Organization: %s
                External-Identifier: %s
                Bagging-Date: %s
                Payload-Oxum: %d.%d
                Bag-Software-Agent: Maidan Portal
                """.formatted(
                contents.description().community().replaceAll("\\s+", " ").strip(),
                contents.archive().reference(),
                now.atZone(ZoneOffset.UTC).toLocalDate(),
                contents.payload(),
                contents.items());
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException when there is none */
    static void requireResource(String name) {
        if (!new ClassPathResource(name).exists()) {
            throw new IllegalArgumentException("no class path resource " + name);
        }
    }

    static String resource(String name) {
        try {
            return new ClassPathResource(name).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text that is made while it is read, however long. */
    static InputStream lines(Iterator<String> pieces) {
        return new InputStream() {

            private byte[] piece = {};
            private int at;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                while (at == piece.length) {
                    if (!pieces.hasNext()) {
                        return -1;
                    }
                    piece = pieces.next().getBytes(StandardCharsets.UTF_8);
                    at = 0;
                }
                int now = Math.min(length, piece.length - at);
                System.arraycopy(piece, at, bytes, offset, now);
                at += now;
                return now;
            }
        };
    }
}
