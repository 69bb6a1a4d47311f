package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.EngineFault.Why;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Turns whatever docker-java throws into a fault that says what to do. */
record EngineFaults(String socket) {

    /**
     * Asks on a thread of its own, since docker-java 3.7.1 waits for a silent Unix socket without end
     * ({@code UnixSocket} has no time-out); an interrupt closes the socket.
     */
    <T> T turned(Callable<T> question, Duration longest) {
        FutureTask<T> task = new FutureTask<>(question);
        Thread.ofVirtual().name("docker").start(task);
        try {
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            throw new EngineFault(Why.TIMED_OUT, socket, silent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFault(Why.NOT_ANSWERING, socket, e);
        } catch (ExecutionException failed) {
            throw fault(failed.getCause());
        } finally {
            task.cancel(true);
        }
    }

    private EngineFault fault(@Nullable Throwable cause) {
        return switch (cause) {
            case EngineFault known -> known;
            case DockerException refused ->
                new EngineFault(Why.REFUSED, Integer.toString(refused.getHttpStatus()), refused);
            case Error broken -> throw broken;
            case null, default -> new EngineFault(why(cause), socket, cause);
        };
    }

    /** A socket that is not there is said before anybody tries to open it. */
    void lookAtSocket() {
        if (socket.isEmpty()) {
            throw new EngineFault(Why.NOT_CONFIGURED, "", null);
        }
        Path path = Path.of(socket);
        if (!Files.exists(path)) {
            throw new EngineFault(Why.SOCKET_MISSING, socket, null);
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw new EngineFault(Why.PERMISSION_DENIED, socket, null);
        }
    }

    /** What the innermost cause that we know says. */
    private static Why why(@Nullable Throwable fault) {
        Why why = Why.UNREADABLE;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            why = switch (cause) {
                case BoundedTransport.Exceeded bound -> bound.size() ? Why.TOO_LARGE : Why.TIMED_OUT;
                case JacksonException garbled -> Why.UNREADABLE;
                case com.fasterxml.jackson.core.JacksonException garbled -> Why.UNREADABLE;
                case IOException broken -> Why.NOT_ANSWERING;
                default -> why;
            };
        }
        return why;
    }
}
