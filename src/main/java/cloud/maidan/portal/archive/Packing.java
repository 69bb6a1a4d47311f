package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.zip.ZipRecord;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How entries become bytes of the file: what stands around them, and how they are compressed. */
interface Packing {

    /** Content of small entries is collected up to so many bytes before it is packed. */
    int together();

    /** Bytes to keep free in front of a small entry's content. */
    int front(String name);

    /** Bytes to keep free behind it. */
    int behind(int size);

    /**
     * Packs small entries into the store; runs beside the reader.
     *
     * @return what became of them; offsets count from the beginning of the packed bytes
     */
    Packed pack(Press.Store store, List<Batch.Member> members, int rawLength, Press.Tools tools);

    /** @param length packed bytes, in the store */
    record Packed(int length, List<Journal.Entry> entries) {}

    /** How the blocks of a large entry are packed. @param from where a sample of the content begins */
    Blocks blocks(boolean text, byte[] bytes, int from, int length, Press.Tools tools);

    /** The same as was chosen for an entry before. */
    Blocks blocks(int method);

    /** What stands in front of a large entry's blocks, once all of them are known. */
    byte[] head(ZipRecord entry);

    /** What stands behind its last block. */
    byte[] tail(long size);

    /** What ends a file. */
    byte[] end(Directory directory);

    /** @param entries in the file @param offset where the directory begins @param size of its lines in bytes */
    record Directory(long entries, long offset, long size) {}

    /** The entry's line in a directory at the end of the file; nothing when there is no directory. */
    byte[] line(ZipRecord entry);

    /** Packs the blocks of one large entry. */
    interface Blocks {

        /** As in {@link ZipRecord#method}. */
        int method();

        /** Bytes before a block that packing it needs. */
        int window();

        /** Whether packing is nothing but copying. */
        default boolean copies() {
            return false;
        }

        /** @param before bytes before the block in {@code raw} @return packed bytes in the store */
        int pack(Press.Store store, int before, int length, boolean last, Press.Tools tools);

        /** The content of what was packed, also if its end is missing. */
        InputStream unpacked(InputStream packed) throws IOException;
    }

    /** A record of a large entry. */
    default ZipRecord record(
            String name, Blocks blocks, long crc, long packed, long size, @Nullable Instant modified, long offset) {
        return new ZipRecord(name, blocks.method(), crc, packed, size, modified, offset);
    }

    static Packing of(Archives.Form form) {
        return switch (form) {
            case ZIP -> new ZipPacking();
            case TAR_ZST -> new TarPacking();
        };
    }
}
