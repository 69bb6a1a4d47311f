package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** A body that ends with a fault instead of going on past its size or its time. */
final class BoundedBody extends InputStream {

    private final InputStream content;
    private final long length;
    private final long most;
    private final String name;
    private final Alarm alarm;
    private long taken;
    private boolean ended;

    private BoundedBody(InputStream content, long length, long most, String name, Alarm alarm) {
        this.content = content;
        this.length = length;
        this.most = most;
        this.name = name;
        this.alarm = alarm;
    }

    /** @param length as announced; negative when it was not */
    static BoundedBody of(InputStream content, long length, long most, String name, Alarm alarm) {
        if (length > most) {
            throw tooLarge(name);
        }
        return new BoundedBody(content, length, most, name, alarm);
    }

    static BoundedBody empty(String name, Alarm alarm) {
        return new BoundedBody(InputStream.nullInputStream(), 0, 0, name, alarm);
    }

    OptionalLong length() {
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    /** Whether everything was read. */
    boolean ended() {
        return ended || taken == length;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        if (count == 0 || ended) {
            return count == 0 ? 0 : -1;
        }
        int read = readOrFault(target, offset, count);
        if (read < 0) {
            ended = true;
            return -1;
        }
        taken += read;
        if (taken > most) {
            throw tooLarge(name);
        }
        return read;
    }

    /** Leaves the connection to the call, which decides whether it can serve again. */
    @Override
    public void close() {}

    private int readOrFault(byte[] target, int offset, int count) {
        try {
            return content.read(target, offset, count);
        } catch (IOException e) {
            throw Faults.inBody(e, name, alarm.rang());
        }
    }

    private static ServiceFault tooLarge(String name) {
        return new ServiceFault(Fault.TOO_LARGE, null, name + " answered more than we take", null);
    }
}
