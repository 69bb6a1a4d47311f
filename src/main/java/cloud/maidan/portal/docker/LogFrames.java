package cloud.maidan.portal.docker;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a container wrote, in the engine's frames: stream, three zeros, length in four bytes, bytes. */
final class LogFrames {

    private static final int LONGEST_FRAME = 1 << 20;
    private static final int LONGEST_LINE = 2000;

    private LogFrames() {}

    /** The last lines, oldest first; a line that is longer than a page is cut. */
    static List<String> lines(InputStream body, int most) throws IOException {
        Deque<String> lines = new ArrayDeque<>();
        DataInputStream frames = new DataInputStream(body);
        while (true) {
            int stream = frames.read();
            if (stream < 0) {
                return List.copyOf(lines);
            }
            frames.readNBytes(3);
            int length = frames.readInt();
            if (stream > 2 || length < 0 || length > LONGEST_FRAME) {
                throw new EngineFault(EngineFault.Why.UNREADABLE, "", null);
            }
            byte[] bytes = frames.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            new String(bytes, StandardCharsets.UTF_8).lines().forEach(line -> {
                lines.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line);
                if (lines.size() > most) {
                    lines.removeFirst();
                }
            });
        }
    }
}
