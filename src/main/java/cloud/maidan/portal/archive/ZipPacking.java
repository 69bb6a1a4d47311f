package cloud.maidan.portal.archive;

import static cloud.maidan.portal.archive.zip.ZipRecord.DEFLATED;
import static cloud.maidan.portal.archive.zip.ZipRecord.STORED;

import cloud.maidan.portal.archive.zip.DeflateBlock;
import cloud.maidan.portal.archive.zip.ZipFormat;
import cloud.maidan.portal.archive.zip.ZipRecord;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Entries of a ZIP file: each for itself, text deflated, everything else stored. */
final class ZipPacking implements Packing {

    private static final int TOGETHER = 1 << 18;
    private static final int SAMPLE = 1 << 16;

    @Override
    public int together() {
        return TOGETHER;
    }

    @Override
    public int front(String name) {
        return 0;
    }

    @Override
    public int behind(int size) {
        return 0;
    }

    @Override
    public Packed pack(Press.Store store, List<Batch.Member> members, int rawLength, Press.Tools tools) {
        int headers = members.stream()
                .mapToInt(member -> ZipFormat.localHeader(record(member, STORED, 0, 0, 0)).length)
                .sum();
        store.makePackedRoom(rawLength + headers);
        List<Journal.Entry> entries = new ArrayList<>(members.size());
        int at = 0;
        for (Batch.Member member : members) {
            tools.crc.reset();
            tools.crc.update(store.raw, member.start(), member.length());
            tools.sha256.update(store.raw, member.start(), member.length());
            int header = ZipFormat.localHeader(record(member, STORED, 0, 0, 0)).length;
            int deflated = member.text() && member.length() > 0
                    ? tools.compression.deflate(
                            store.raw, member.start(), member.length(), store.packed, at + header, member.length() - 1)
                    : 0;
            if (deflated == 0) {
                System.arraycopy(store.raw, member.start(), store.packed, at + header, member.length());
            }
            int packed = deflated > 0 ? deflated : member.length();
            ZipRecord zip = record(member, deflated > 0 ? DEFLATED : STORED, tools.crc.getValue(), packed, at);
            System.arraycopy(ZipFormat.localHeader(zip), 0, store.packed, at, header);
            entries.add(new Journal.Entry(zip, member.original(), tools.sha256.digest()));
            at += header + packed;
        }
        return new Packed(at, entries);
    }

    private static ZipRecord record(Batch.Member member, int method, long crc, long packed, long offset) {
        return new ZipRecord(member.name(), method, crc, packed, member.length(), member.modified(), offset);
    }

    @Override
    public Blocks blocks(boolean text, byte[] bytes, int from, int length, Press.Tools tools) {
        int tried = Math.min(SAMPLE, length);
        boolean shrinks =
                text && tools.compression.deflate(bytes, from, tried, new byte[tried], 0, tried / 16 * 15) > 0;
        return blocks(shrinks ? DEFLATED : STORED);
    }

    @Override
    public Blocks blocks(int method) {
        return method == DEFLATED ? new Deflated() : new Stored();
    }

    @Override
    public byte[] head(ZipRecord entry) {
        return ZipFormat.localHeader(entry);
    }

    @Override
    public byte[] tail(long size) {
        return new byte[0];
    }

    @Override
    public byte[] line(ZipRecord entry) {
        return ZipFormat.directoryHeader(entry);
    }

    @Override
    public byte[] end(Directory directory) {
        return ZipFormat.end(directory.entries(), directory.offset(), directory.size());
    }

    private static final class Stored implements Blocks {

        @Override
        public int method() {
            return STORED;
        }

        @Override
        public int window() {
            return 0;
        }

        @Override
        public boolean copies() {
            return true;
        }

        @Override
        public int pack(Press.Store store, int before, int length, boolean last, Press.Tools tools) {
            store.makePackedRoom(length);
            System.arraycopy(store.raw, before, store.packed, 0, length);
            return length;
        }

        @Override
        public InputStream unpacked(InputStream packed) {
            return packed;
        }
    }

    private static final class Deflated implements Blocks {

        @Override
        public int method() {
            return DEFLATED;
        }

        @Override
        public int window() {
            return DeflateBlock.WINDOW;
        }

        @Override
        public int pack(Press.Store store, int before, int length, boolean last, Press.Tools tools) {
            store.makePackedRoom(DeflateBlock.room(length));
            return tools.blocks.deflate(store.raw, before, length, last, store.packed);
        }

        @Override
        public InputStream unpacked(InputStream packed) {
            Inflater inflater = new Inflater(true);
            return new InflaterInputStream(packed, inflater, SAMPLE) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        return super.read(bytes, offset, length);
                    } catch (EOFException whatWasWrittenEndsWithABlock) {
                        return -1;
                    }
                }

                @Override
                public void close() throws IOException {
                    inflater.end();
                    super.close();
                }
            };
        }
    }
}
