package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Growing;
import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.archive.age.AgeChunks;
import cloud.maidan.portal.archive.age.AgeHeader;
import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.work.StepRun;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/**
 * Turns pieces into age files under the member's passphrase, part by part: a part is written and recorded before the ones
 * that it replaces are deleted.
 */
@Component
class Sealing {

    /** Chunks that are encrypted at once. */
    private static final int BLOCK = 16 * AgeChunks.CHUNK;
    /** Headers made ahead and not used yet, at most; the oldest makes room. */
    private static final int AHEAD = 16;

    private final ArchiveRegister register;
    private final PieceRegister pieces;
    private final Seals seals;
    private final Press press;
    private final ArchiveProperties properties;
    private final Map<ArchiveId, Future<AgeHeader>> ahead = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ArchiveId, Future<AgeHeader>> eldest) {
            return size() > AHEAD;
        }
    });

    Sealing(ArchiveRegister register, PieceRegister pieces, Seals seals, Press press, ArchiveProperties properties) {
        this.register = register;
        this.pieces = pieces;
        this.seals = seals;
        this.press = press;
        this.properties = properties;
    }

    byte[] keep(ArchiveId id, byte[] passphrase) {
        return seals.seal(passphrase, "archive.passphrase/" + id);
    }

    /** Stretches the passphrase for the first piece while the archive still grows; nothing depends on it. */
    void foresee(ArchiveRow archive) {
        if (archive.underPassphrase()) {
            ahead.computeIfAbsent(archive.id(), id -> press.submit(tools -> header(archive)));
        }
    }

    /** The archive is not going to be sealed. */
    void forget(ArchiveId id) {
        ahead.remove(id);
    }

    void seal(ArchiveRow archive, ArchiveFiles files, StepRun run) {
        for (PieceRow piece : pieces.of(archive.id())) {
            PieceRow begun = piece.header() == null ? begin(archive, piece, run) : piece;
            List<Recorded> recorded = register.files(archive.id());
            files.dropUnrecorded(Place.sealed(piece.number()), recorded);
            seal(archive, files, begun, WholeArchive.plain(files, recorded, begun), recorded, run);
        }
    }

    private PieceRow begin(ArchiveRow archive, PieceRow piece, StepRun run) {
        Future<AgeHeader> foreseen = ahead.remove(archive.id());
        AgeHeader header = foreseen == null ? header(archive) : Press.await(foreseen);
        byte[] key = seals.seal(header.payloadKey(), keyContext(archive, piece));
        run.effect(() -> pieces.beginSealing(archive.id(), piece.number(), header.bytes(), key));
        return new PieceRow(piece.number(), piece.first(), piece.length(), 0, "", header.bytes(), key, 0);
    }

    private AgeHeader header(ArchiveRow archive) {
        byte[] passphrase =
                seals.open(Objects.requireNonNull(archive.passphrase()), "archive.passphrase/" + archive.id());
        return AgeHeader.under(passphrase, properties.passphraseWork());
    }

    private void seal(
            ArchiveRow archive,
            ArchiveFiles files,
            PieceRow piece,
            WholeArchive plain,
            List<Recorded> recorded,
            StepRun run) {
        byte[] key = seals.open(Objects.requireNonNull(piece.payloadKey()), keyContext(archive, piece));
        int seq = (int) recorded.stream()
                .filter(file -> Place.isSealed(file, piece.number()))
                .count();
        long at = piece.sealed();
        while (at < plain.size()) {
            run.stillMine();
            Growing part = files.create(Place.sealed(piece.number()));
            long end = at;
            try {
                if (at == 0) {
                    part.write(Objects.requireNonNull(piece.header()));
                }
                end = fill(part, plain, at, key);
                part.close();
                files.publish(List.of(part));
            } catch (RuntimeException | Error e) {
                part.drop();
                throw e;
            }
            Recorded done = new Recorded(Place.sealed(piece.number()), seq++, false, part.name(), part.size());
            List<Recorded> gone = plain.partsBefore(end);
            long before = at;
            long after = end;
            run.effect(() -> pieces.sealed(archive.id(), piece.number(), before, after, done, gone));
            files.delete(gone);
            at = end;
        }
    }

    private record Underway(Press.Store store, Future<Integer> sealed) {}

    /** Fills a part with as many blocks as it has room for; says where the next one begins. */
    private long fill(Growing part, WholeArchive plain, long from, byte[] key) {
        long most = Math.max(1, part.room() / AgeChunks.sealedLength(BLOCK)) * BLOCK;
        long end = Math.min(plain.size(), from + most);
        Deque<Press.Store> free = new ArrayDeque<>();
        for (int i = 0; i <= Press.THREADS; i++) {
            free.add(new Press.Store());
        }
        Deque<Underway> underway = new ArrayDeque<>();
        for (long at = from; at < end; at += BLOCK) {
            if (free.isEmpty()) {
                free.add(write(underway.remove(), part));
            }
            Press.Store store = free.remove();
            int length = (int) Math.min(BLOCK, end - at);
            store.makeRoom(BLOCK);
            store.makePackedRoom((int) AgeChunks.sealedLength(BLOCK));
            plain.copy(at, length, new Filling(store.raw));
            boolean last = at + length == plain.size();
            long first = at / AgeChunks.CHUNK;
            underway.add(new Underway(
                    store, press.submit(tools -> tools.age.seal(key, first, store.raw, length, last, store.packed))));
        }
        while (!underway.isEmpty()) {
            write(underway.remove(), part);
        }
        return end;
    }

    private static Press.Store write(Underway oldest, Growing part) {
        int length = Press.await(oldest.sealed());
        part.write(oldest.store().packed, 0, length);
        return oldest.store();
    }

    private static String keyContext(ArchiveRow archive, PieceRow piece) {
        return "archive.payload-key/" + archive.id() + "/" + piece.number();
    }

    /** Fills a block of memory. */
    private static final class Filling extends OutputStream {

        private final byte[] block;
        private int at;

        Filling(byte[] block) {
            this.block = block;
        }

        @Override
        public void write(int b) throws IOException {
            block[at++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            System.arraycopy(bytes, offset, block, at, length);
            at += length;
        }
    }
}
