package cloud.maidan.portal.services.nextcloud;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/** Notes which events or cards pass by in iCalendar (RFC 5545) or vCard (RFC 6350), by their UID. */
final class UidStream extends InputStream {

    private static final int LONGEST_NOTED = 1000;

    private final InputStream content;
    private final Set<Long> uids = new HashSet<>();
    private final StringBuilder line = new StringBuilder();
    private String last = "";
    private boolean lineStarts = true;
    private boolean inAlarm;
    private long cards;

    UidStream(InputStream content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int read = content.read(target, offset, count);
        for (int i = 0; i < read; i++) {
            take((char) (target[offset + i] & 0xff));
        }
        if (read < 0) {
            lineEnds();
        }
        return read;
    }

    /** Distinct UIDs so far. */
    int uids() {
        return uids.size();
    }

    /** Cards so far, with or without a UID. */
    long cards() {
        return cards;
    }

    boolean has(String uid) {
        return uids.contains(hash(uid));
    }

    /** The last line that said something. */
    String last() {
        return last;
    }

    /** A line goes on when the next one begins with white space. */
    private void take(char c) {
        if (c == '\n') {
            lineStarts = true;
        } else if (c != '\r') {
            if (lineStarts && c != ' ' && c != '\t') {
                lineEnds();
            }
            boolean folding = lineStarts && (c == ' ' || c == '\t');
            if (!folding && line.length() < LONGEST_NOTED) {
                line.append(c);
            }
            lineStarts = false;
        }
    }

    private void lineEnds() {
        String whole = line.toString();
        line.setLength(0);
        if (whole.isBlank()) {
            return;
        }
        last = whole;
        if (whole.equals("BEGIN:VALARM") || whole.equals("END:VALARM")) {
            inAlarm = whole.startsWith("BEGIN");
        } else if (whole.equals("BEGIN:VCARD")) {
            cards++;
        } else if (!inAlarm && (whole.startsWith("UID:") || whole.startsWith("UID;"))) {
            uids.add(hash(whole.substring(whole.indexOf(':') + 1)));
        }
    }

    /** The first UID of one event or card, written as it is here; empty when it has none. */
    static String uidOf(byte[] content) {
        String unfolded = new String(content, StandardCharsets.ISO_8859_1).replaceAll("\r?\n[ \t]", "");
        boolean alarm = false;
        for (String line : unfolded.split("\r?\n")) {
            alarm = line.equals("BEGIN:VALARM") || alarm && !line.equals("END:VALARM");
            if (!alarm && (line.startsWith("UID:") || line.startsWith("UID;"))) {
                return line.substring(line.indexOf(':') + 1);
            }
        }
        return "";
    }

    private static long hash(String uid) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.ISO_8859_1));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
