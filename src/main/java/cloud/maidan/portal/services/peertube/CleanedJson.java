package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of PeerTube's archive while it is read: without secrets, however large. What it saw on the way can be asked for
 * afterwards.
 */
class CleanedJson extends InputStream {

    /** With a stream key anybody could broadcast as the member; passwords are for those who were told them. */
    private static final Set<String> SECRETS = Set.of("streamKey", "passwords", "password", "privateKey", "otpSecret");

    private static final String FILES = "archiveFiles";
    private static final String ABOVE = "../";
    private static final int MOST_FILES = 200_000;
    private static final int PIECES_AT_ONCE = 256;
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonParser parser;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final JsonGenerator generator;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final Set<String> leftOut = new TreeSet<>();
    private final Set<String> files = new TreeSet<>();
    private byte[] ready = new byte[0];
    private int next;
    private int depth;
    private int filesDepth = -1;
    private String list = "";
    private boolean ended;

    CleanedJson(InputStream content) {
        this.parser = JSON.createParser(content);
        this.generator = JSON.writerWithDefaultPrettyPrinter().createGenerator(written);
    }

    /** How many rows each list directly below the top has. */
    Map<String, Long> rows() {
        return rows;
    }

    /** Names of secrets that had a value. */
    Set<String> leftOut() {
        return leftOut;
    }

    /** Paths in the archive of the files that the rows mention. */
    Set<String> files() {
        return files;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        if (count == 0) {
            return 0;
        }
        while (next == ready.length && !ended) {
            fill();
        }
        if (next == ready.length) {
            return -1;
        }
        int some = Math.min(count, ready.length - next);
        System.arraycopy(ready, next, target, offset, some);
        next += some;
        return some;
    }

    private void fill() {
        try {
            for (int i = 0; i < PIECES_AT_ONCE && !ended; i++) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    ended = true;
                    generator.close();
                } else {
                    take(token);
                }
            }
            if (!ended) {
                generator.flush();
            }
        } catch (JacksonException e) {
            throw new ServiceFault(Fault.UNREADABLE, null, "peertube: an archive with JSON that cannot be read", null);
        }
        ready = written.toByteArray();
        next = 0;
        written.reset();
    }

    private void take(JsonToken token) {
        if (token == JsonToken.PROPERTY_NAME && SECRETS.contains(parser.currentName())) {
            leaveOut(parser.currentName());
            return;
        }
        count(token);
        look(token);
        generator.copyCurrentEventExact(parser);
        if (token.isStructStart()) {
            depth++;
        } else if (token.isStructEnd()) {
            depth--;
        }
    }

    private void leaveOut(String name) {
        JsonToken value = parser.nextToken();
        boolean empty = value == JsonToken.VALUE_NULL
                || value == JsonToken.VALUE_STRING && parser.getString().isEmpty();
        if (value == JsonToken.START_ARRAY) {
            empty = parser.nextToken() == JsonToken.END_ARRAY;
            for (int open = empty ? 0 : 1; open > 0; ) {
                open += parser.currentToken().isStructStart()
                        ? 1
                        : parser.currentToken().isStructEnd() ? -1 : 0;
                if (open > 0) {
                    parser.nextToken();
                }
            }
        } else {
            parser.skipChildren();
        }
        if (!empty) {
            leftOut.add(name);
        }
    }

    private void count(JsonToken token) {
        if (depth == 1 && token == JsonToken.START_ARRAY) {
            list = parser.currentName();
            rows.put(list, 0L);
        } else if (depth == 2 && !list.isEmpty() && (token.isStructStart() || token.isScalarValue())) {
            rows.merge(list, 1L, Long::sum);
        } else if (depth == 2 && token == JsonToken.END_ARRAY) {
            list = "";
        }
    }

    private void look(JsonToken token) {
        if (filesDepth < 0 && token == JsonToken.PROPERTY_NAME && FILES.equals(parser.currentName())) {
            filesDepth = depth;
        } else if (filesDepth >= 0 && depth == filesDepth + (token.isStructEnd() ? 1 : 0) && !token.isStructStart()) {
            filesDepth = token == JsonToken.PROPERTY_NAME && FILES.equals(parser.currentName()) ? depth : -1;
        }
        if (filesDepth >= 0 && token == JsonToken.VALUE_STRING && files.size() < MOST_FILES) {
            String path = parser.getString();
            if (path.startsWith(ABOVE)) {
                files.add(path.substring(ABOVE.length()));
            }
        }
    }
}
