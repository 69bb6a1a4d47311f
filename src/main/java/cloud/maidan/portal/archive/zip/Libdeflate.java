package cloud.maidan.portal.archive.zip;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The native library libdeflate (Debian: {@code libdeflate0}), looked for once. */
final class Libdeflate implements Compression {

    private static final int LEVEL = 1;
    private static final int SMALLEST_BLOCK = 1 << 16;

    private final Calls calls;
    private final Pointer compressor;
    private Memory from = new Memory(SMALLEST_BLOCK);
    private Memory to = new Memory(SMALLEST_BLOCK);

    Libdeflate() {
        this(Objects.requireNonNull(Found.CALLS));
    }

    private Libdeflate(Calls calls) {
        this.calls = calls;
        this.compressor = calls.alloc_compressor(LEVEL);
    }

    static boolean works() {
        return Found.CALLS != null;
    }

    @Override
    public int deflate(byte[] in, int start, int length, byte[] out, int at, int room) {
        from = atLeast(length, from);
        to = atLeast(room, to);
        from.write(0, in, start, length);
        int written = (int) calls.deflate_compress(compressor, from, new Size(length), to, new Size(room))
                .longValue();
        to.read(0, out, at, written);
        return written;
    }

    @Override
    public void close() {
        calls.free_compressor(compressor);
        from.close();
        to.close();
    }

    private static Memory atLeast(int bytes, Memory memory) {
        if (memory.size() >= bytes) {
            return memory;
        }
        memory.close();
        return new Memory(Math.max(bytes, 2 * memory.size()));
    }

    /** C's {@code size_t}. */
    public static final class Size extends com.sun.jna.IntegerType {

        private static final long serialVersionUID = 1L;

        public Size() {
            this(0);
        }

        Size(long value) {
            super(Native.SIZE_T_SIZE, value, true);
        }
    }

    /** libdeflate.h, version 1.14. */
    interface Calls extends Library {

        Pointer alloc_compressor(int level);

        Size deflate_compress(Pointer compressor, Pointer in, Size length, Pointer out, Size room);

        void free_compressor(Pointer compressor);
    }

    private static final class Found {

        private static final @Nullable Calls CALLS = look();

        private static @Nullable Calls look() {
            try {
                FunctionMapper names = (library, method) -> "libdeflate_" + method.getName();
                for (String name : new String[] {"libdeflate.so.0", "deflate"}) {
                    Calls calls = tryOne(name, names);
                    if (calls != null && proven(calls)) {
                        return calls;
                    }
                }
            } catch (LinkageError | RuntimeException e) {
                // no native access on this machine: the JDK's own will do
            }
            return null;
        }

        private static @Nullable Calls tryOne(String name, FunctionMapper names) {
            try {
                return Native.load(name, Calls.class, Map.of(Library.OPTION_FUNCTION_MAPPER, names));
            } catch (UnsatisfiedLinkError e) {
                return null;
            }
        }

        private static boolean proven(Calls calls) {
            byte[] sample = new byte[20_000];
            for (int i = 0; i < sample.length; i++) {
                sample[i] = (byte) (i % 251 * (i / 997));
            }
            byte[] packed = new byte[sample.length + 1000];
            try (var libdeflate = new Libdeflate(calls)) {
                int length = libdeflate.deflate(sample, sample.length, packed, packed.length);
                return length > 0 && Arrays.equals(sample, inflated(packed, length, sample.length));
            }
        }

        private static byte[] inflated(byte[] packed, int length, int size) {
            Inflater inflater = new Inflater(true);
            try {
                byte[] out = new byte[size];
                inflater.setInput(packed, 0, length);
                int got = inflater.inflate(out);
                return inflater.finished() ? Arrays.copyOf(out, got) : new byte[0];
            } catch (DataFormatException e) {
                return new byte[0];
            } finally {
                inflater.end();
            }
        }
    }
}
