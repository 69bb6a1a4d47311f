package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A ZIP while it arrives, from any entry on. Knows at which byte the next entry begins, so that a later run can ask for
 * the rest; ends early instead of growing without measure.
 */
final class ZipPieces {

    /** JSON of thousands of alike rows packs to a fiftieth; more than this is meant to fill somebody's disk. */
    private static final long MOST_GROWTH = 250;

    private static final long ALWAYS_FINE = 16 << 20;

    /** How the list of all entries begins, which comes after the last. */
    private static final byte[] DIRECTORY = {'P', 'K', 1, 2};

    private final Counted counted;
    private final Positioned zip;
    private final long from;
    private final long most;
    private long unpacked;
    private boolean cut;

    /** @param from at which byte of the whole the content begins @param most bytes that may be unpacked */
    ZipPieces(InputStream content, long from, long most) {
        this.counted = new Counted(content);
        this.zip = new Positioned(counted);
        this.from = from;
        this.most = most;
    }

    /** At which byte of the whole the next entry begins; asked between entries. */
    long position() {
        return from + counted.taken - zip.pushedBack();
    }

    /** Empty at the end. @throws ServiceFault when it ends before its list of entries */
    Optional<ZipEntry> next() {
        long before = position();
        try {
            ZipEntry entry = zip.getNextEntry();
            if (entry == null && !counted.saw(DIRECTORY, before - from)) {
                throw new IOException("no end");
            }
            return Optional.ofNullable(entry);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable();
        }
    }

    /** Goes behind the entry. */
    void skip() {
        try {
            while (!cut && content().read(new byte[8192]) >= 0) {
                // what is left out is counted all the same
            }
            if (!cut) {
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /** Whether more was packed in than is taken; what was read of the last entry is not whole. */
    boolean cut() {
        return cut;
    }

    /** The entry's content. Faults of the service are thrown as such, so an {@link IOException} is the other side's. */
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int count) {
                return cut ? -1 : some(target, offset, count);
            }
        };
    }

    private int some(byte[] target, int offset, int count) {
        try {
            int read = zip.read(target, offset, count);
            unpacked += Math.max(0, read);
            cut = unpacked > most || unpacked > ALWAYS_FINE && unpacked / MOST_GROWTH > counted.taken;
            return cut ? -1 : read;
        } catch (IOException e) {
            throw unreadable();
        }
    }

    private static ServiceFault unreadable() {
        return new ServiceFault(Fault.UNREADABLE, null, "peertube: an archive that cannot be unpacked", null);
    }

    private static final class Counted extends FilterInputStream {

        /** The unpacker reads at most half of it ahead. */
        private final byte[] latest = new byte[1024];

        private long taken;

        Counted(InputStream content) {
            super(content);
        }

        /** Whether these bytes were read at a place that was read lately. */
        boolean saw(byte[] bytes, long place) {
            boolean seen = place + bytes.length <= taken;
            for (int i = 0; seen && i < bytes.length; i++) {
                seen = latest[(int) ((place + i) % latest.length)] == bytes[i];
            }
            return seen;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            int read = super.read(target, offset, count);
            for (int i = Math.max(0, read - latest.length); i < read; i++) {
                latest[(int) ((taken + i) % latest.length)] = target[offset + i];
            }
            taken += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            return Math.max(0, read(new byte[(int) Math.min(count, latest.length)]));
        }

        /** So that what the unpacker gave back is all it has. */
        @Override
        public int available() {
            return 0;
        }

        @Override
        public void close() {
            // belongs to the call
        }
    }

    private static final class Positioned extends ZipInputStream {

        Positioned(Counted content) {
            super(content);
        }

        /** Bytes that were read ahead of the last entry's end and wait to be read again. */
        int pushedBack() {
            try {
                return in.available();
            } catch (IOException e) {
                throw unreadable();
            }
        }
    }
}
