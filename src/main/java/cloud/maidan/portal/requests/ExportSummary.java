package cloud.maidan.portal.requests;

/**
 * A running export in one line.
 *
 * @param reference such as {@code E-2026-1182}
 * @param done services that are settled, out of {@code total}
 * @param bytes collected so far
 * @param path its page
 */
public record ExportSummary(String reference, int done, int total, long bytes, String path) {}
