package cloud.maidan.portal.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Ends an answer that becomes larger, or takes longer, than it may.
 *
 * @param most bytes
 */
record BoundedTransport(DockerHttpClient engine, long most, Duration longest) implements DockerHttpClient {

    /** A bound was reached while reading. */
    static final class Exceeded extends IOException {

        private final boolean size;

        Exceeded(boolean size) {
            super(size ? "too large" : "too slow");
            this.size = size;
        }

        boolean size() {
            return size;
        }
    }

    @Override
    public Response execute(Request request) {
        long begun = System.nanoTime();
        Response answer = engine.execute(request);
        return new BoundedResponse(answer, new BoundedStream(answer.getBody(), most, begun + longest.toNanos()));
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }

    private record BoundedResponse(Response answer, InputStream body) implements Response {

        @Override
        public int getStatusCode() {
            return answer.getStatusCode();
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return answer.getHeaders();
        }

        @Override
        public InputStream getBody() {
            return body;
        }

        @Override
        public void close() {
            answer.close();
        }
    }

    private static final class BoundedStream extends FilterInputStream {

        private final long end;
        private long left;

        BoundedStream(InputStream in, long most, long end) {
            super(in);
            this.left = most;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int read = read(one, 0, 1);
            return read < 0 ? read : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            left -= Math.max(read, 0);
            if (left < 0) {
                throw new Exceeded(true);
            }
            if (System.nanoTime() - end > 0) {
                throw new Exceeded(false);
            }
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            byte[] passed = new byte[(int) Math.min(bytes, 65_536)];
            return Math.max(read(passed, 0, passed.length), 0);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
