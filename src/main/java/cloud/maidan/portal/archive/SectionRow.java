package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.services.Cursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder of an archive as far as it is recorded.
 *
 * @param bytes of the file so far
 * @param payload bytes of the entries' content
 */
record SectionRow(
        String section,
        int ordinal,
        Cursor cursor,
        int nextSeq,
        long bytes,
        long items,
        long payload,
        long missing,
        boolean complete,
        @Nullable Partial partial) {

    SectionRow after(
            Cursor reached, GrowingParts.Mark mark, List<Recorded> files, @Nullable Partial left, boolean finished) {
        int next = files.stream().mapToInt(Recorded::seq).max().orElse(-1) + 1;
        return new SectionRow(
                section,
                ordinal,
                reached,
                Math.max(nextSeq, next),
                mark.end(),
                items + mark.tally().items(),
                payload + mark.tally().payload(),
                missing + mark.tally().missing(),
                finished,
                left);
    }

    /** @param counted bytes of the entry that are in the payload already */
    SectionRow midway(Partial reached, long counted, int next) {
        return new SectionRow(
                section,
                ordinal,
                cursor,
                next,
                bytes,
                items,
                payload + reached.size() - counted,
                missing,
                false,
                reached);
    }

    SectionRow without(Partial dropped) {
        return new SectionRow(
                section, ordinal, cursor, nextSeq, bytes, items, payload - dropped.size(), missing, complete, null);
    }

    static SectionRow read(ResultSet row, int number) throws SQLException {
        return new SectionRow(
                row.getString("section"),
                row.getInt("ordinal"),
                new Cursor(row.getString("cursor")),
                row.getInt("next_seq"),
                row.getLong("bytes"),
                row.getLong("items"),
                row.getLong("payload"),
                row.getLong("missing"),
                row.getBoolean("complete"),
                Partial.read(row.getString("partial")));
    }
}
