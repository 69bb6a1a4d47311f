package cloud.maidan.portal.docker;

import java.util.List;

/**
 * Files that run with the rights of their owner or group instead of those of whoever starts them.
 *
 * @param paths the first of them
 * @param complete whether everything was read; otherwise a bound on size or time came first
 */
public record SetuidFiles(List<String> paths, boolean complete) {

    public SetuidFiles {
        paths = List.copyOf(paths);
    }
}
