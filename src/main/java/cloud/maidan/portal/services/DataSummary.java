package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one service holds about one member, ready to be shown.
 *
 * @param headline the one figure of the card in words, such as "1,284 messages in 17 rooms"
 * @param remarks one or two sentences that say what is special (reach, kept until, why empty)
 * @param hidden what the portal cannot see and what the member can do about it; empty when it sees everything
 * @param reach how far the data has travelled beyond us; empty when it has not
 * @param settings the service's own settings page; null when it has none
 */
public record DataSummary(
        Text headline,
        List<Text> remarks,
        List<Category> categories,
        List<Text> hidden,
        List<Text> reach,
        @Nullable String settings) {

    public DataSummary {
        remarks = List.copyOf(remarks);
        categories = List.copyOf(categories);
        hidden = List.copyOf(hidden);
        reach = List.copyOf(reach);
    }

    /** Items that could be counted. */
    public long items() {
        return categories.stream()
                .map(Category::count)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Bytes that are known. */
    public long bytes() {
        return categories.stream()
                .map(Category::bytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }
}
