package cloud.maidan.portal.docker;

/**
 * What a container uses just now.
 *
 * @param memory bytes, without what the kernel merely caches for it
 * @param memoryLimit bytes
 * @param cpu thousandths of a processor since the moment before
 * @param pids processes and threads
 */
public record ResourceUse(long memory, long memoryLimit, int cpu, long pids) {}
