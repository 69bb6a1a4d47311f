package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.tar.TarFormat;
import cloud.maidan.portal.archive.tar.ZstdFrames;
import cloud.maidan.portal.archive.zip.ZipRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries of a tar file in frames of Zstandard: small ones share a frame, a large one has many. */
final class TarPacking implements Packing {

    private static final int TOGETHER = 2 << 20;
    /** Zstandard's number among the methods of PKWARE's list. */
    private static final int ZSTANDARD = 93;

    @Override
    public int together() {
        return TOGETHER;
    }

    @Override
    public int front(String name) {
        return TarFormat.headerLength(name);
    }

    @Override
    public int behind(int size) {
        return TarFormat.padding(size);
    }

    @Override
    public Packed pack(Press.Store store, List<Batch.Member> members, int rawLength, Press.Tools tools) {
        List<Journal.Entry> entries = new ArrayList<>(members.size());
        for (Batch.Member member : members) {
            byte[] header = TarFormat.header(member.name(), member.length(), member.modified());
            System.arraycopy(header, 0, store.raw, member.start() - header.length, header.length);
            int end = member.start() + member.length();
            Arrays.fill(store.raw, end, end + behind(member.length()), (byte) 0);
            tools.sha256.update(store.raw, member.start(), member.length());
            ZipRecord record = new ZipRecord(member.name(), ZSTANDARD, 0, 0, member.length(), member.modified(), 0);
            entries.add(new Journal.Entry(record, member.original(), tools.sha256.digest()));
        }
        store.makePackedRoom(ZstdFrames.room(rawLength));
        return new Packed(rawLength == 0 ? 0 : tools.frames.compress(store.raw, 0, rawLength, store.packed), entries);
    }

    @Override
    public Blocks blocks(boolean text, byte[] bytes, int from, int length, Press.Tools tools) {
        return blocks(ZSTANDARD);
    }

    @Override
    public Blocks blocks(int method) {
        return new Frames();
    }

    @Override
    public byte[] head(ZipRecord entry) {
        return frame(TarFormat.header(entry.name(), entry.size(), entry.modified()));
    }

    @Override
    public byte[] tail(long size) {
        int padding = TarFormat.padding(size);
        return padding == 0 ? new byte[0] : frame(new byte[padding]);
    }

    @Override
    public byte[] line(ZipRecord entry) {
        return new byte[0];
    }

    @Override
    public byte[] end(Directory directory) {
        return frame(TarFormat.end());
    }

    private static byte[] frame(byte[] bytes) {
        byte[] frame = new byte[ZstdFrames.room(bytes.length)];
        try (ZstdFrames frames = new ZstdFrames()) {
            return Arrays.copyOf(frame, frames.compress(bytes, 0, bytes.length, frame));
        }
    }

    private static final class Frames implements Blocks {

        @Override
        public int method() {
            return ZSTANDARD;
        }

        @Override
        public int window() {
            return 0;
        }

        @Override
        public int pack(Press.Store store, int before, int length, boolean last, Press.Tools tools) {
            if (length == 0) {
                return 0;
            }
            store.makePackedRoom(ZstdFrames.room(length));
            return tools.frames.compress(store.raw, before, length, store.packed);
        }

        @Override
        public InputStream unpacked(InputStream packed) throws IOException {
            return ZstdFrames.content(packed);
        }
    }
}
