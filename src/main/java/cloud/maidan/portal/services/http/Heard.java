package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a conversation hears, counted, so that it never holds more than it takes. */
final class Heard {

    private final InputStream in;
    private final long most;
    private final String name;
    private long taken;

    Heard(InputStream in, long most, String name) {
        this.in = new BufferedInputStream(in);
        this.most = most;
        this.name = name;
    }

    int next() throws IOException {
        return byteOr(null);
    }

    /** @param atEnd what it means that nothing comes any more; null when something was cut short */
    int byteOr(@Nullable Fault atEnd) throws IOException {
        count(1);
        int next = in.read();
        if (next < 0) {
            throw new ServiceFault(
                    atEnd == null ? Fault.UNREADABLE : atEnd, null, name + " ended before its answer did", null);
        }
        return next;
    }

    long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | next();
        }
        mustBe(number >= 0);
        return number;
    }

    byte[] bytes(long length) throws IOException {
        count(length);
        byte[] content = in.readNBytes((int) length);
        mustBe(content.length == length);
        return content;
    }

    /** One line without its end; an end before any byte of the answer is the other side's breakdown. */
    String line(int longest, boolean first) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = byteOr(first ? Fault.BROKEN : null);
        while (next != '\n') {
            line.append((char) next);
            mustBe(line.length() <= longest);
            next = next();
        }
        return line.toString().stripTrailing();
    }

    void mustBe(boolean expected) {
        if (!expected) {
            throw unreadable();
        }
    }

    ServiceFault unreadable() {
        return new ServiceFault(Fault.UNREADABLE, null, name + " does not speak as a WebSocket should", null);
    }

    private void count(long bytes) {
        taken += bytes;
        if (taken > most || taken < 0) {
            throw new ServiceFault(Fault.TOO_LARGE, null, name + " answered more than we take", null);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
