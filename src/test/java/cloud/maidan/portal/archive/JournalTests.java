package cloud.maidan.portal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.archive.zip.ZipRecord;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JournalTests {

    private static final String[] NAMES = {
        "a/data/notes/1.txt",
        "a/data/notes/10.txt",
        "a/data/notes/10.txt",
        "a/",
        "\u00fcber/\ud83c\udf32",
        "x".repeat(70_000),
        "b"
    };

    @Test
    void readsBackWhatWasWritten() throws IOException {
        List<Journal.Note> notes = new ArrayList<>();
        Random random = new Random(20261121);
        for (int i = 0; i < 2_000; i++) {
            notes.add(note(random));
        }

        assertThat(read(written(notes))).usingRecursiveComparison().isEqualTo(notes);
    }

    @Test
    void anEntryAmongMillionsTakesLittleMoreThanItsDigests() throws IOException {
        List<Journal.Note> notes = new ArrayList<>();
        byte[] digest = new byte[32];
        for (int i = 0; i < 10_000; i++) {
            ZipRecord zip = new ZipRecord("data/notes/%06d.txt".formatted(i), 8, 0xfedcba98L, 60, 55, null, i * 110L);
            notes.add(new Journal.Entry(zip, null, digest));
        }

        assertThat(written(notes).length / notes.size()).isLessThanOrEqualTo(32 + 20);
    }

    @Test
    void aJournalThatEndsTooEarlyIsAFault() {
        byte[] whole = written(List.of(new Journal.Described("a", Text.of("archive.fault.storage"))));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1);

        assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
    }

    private static Journal.Note note(Random random) {
        String name = NAMES[random.nextInt(NAMES.length)];
        return switch (random.nextInt(8)) {
            case 0 -> new Journal.Missing(name, Text.of("archive.fault.storage", name));
            case 1 -> new Journal.Described(name, Text.of("archive.fault.storage"));
            case 2 -> new Journal.Schema(name, "/schemas/portal/row.schema.json");
            default -> entry(name, random);
        };
    }

    private static Journal.Entry entry(String name, Random random) {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        Instant at = random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextLong() >> random.nextInt(20, 60));
        ZipRecord zip = new ZipRecord(
                name,
                random.nextInt(100),
                random.nextLong() >>> 32,
                random.nextLong() >>> 1 + random.nextInt(60),
                random.nextLong() >>> 1 + random.nextInt(60),
                at,
                random.nextLong() >>> 1 + random.nextInt(60));
        return new Journal.Entry(zip, random.nextInt(4) == 0 ? "CON" + name : null, digest);
    }

    private static byte[] written(List<Journal.Note> notes) {
        Journal journal = new Journal();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        notes.forEach(note -> bytes.writeBytes(journal.bytes(note)));
        return bytes.toByteArray();
    }

    private static List<Journal.Note> read(byte[] bytes) throws IOException {
        Journal journal = new Journal();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<Journal.Note> notes = new ArrayList<>();
        for (Journal.@Nullable Note note = journal.read(in); note != null; note = journal.read(in)) {
            notes.add(note);
        }
        return notes;
    }
}
