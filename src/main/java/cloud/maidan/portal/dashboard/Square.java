package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What stands in the middle of the overview: all services together, as far as they ever answered.
 *
 * @param bytes sizes that are known
 * @param items things that could be counted
 * @param knowing number of services that hold something
 * @param silent services that never answered, and so are not counted
 * @param unsized services that answered but do not say how large everything is
 */
record Square(
        long bytes, long items, int services, int knowing, List<Part> parts, List<Text> silent, List<Text> unsized) {

    /** The bar is this wide; parts are given in the same unit. */
    static final int WIDTH = 1000;

    private static final int NAMED = 3;

    /** @param number position in the bar's colours, from 1 */
    record Part(Text name, long bytes, int number, int start, int width) {}

    static Square of(List<Card> cards) {
        long bytes = 0;
        long items = 0;
        int knowing = 0;
        List<Text> silent = new ArrayList<>();
        List<Text> unsized = new ArrayList<>();
        List<Card> sized = new ArrayList<>();
        for (Card card : cards) {
            var held = card.held();
            if (held == null) {
                if (card.connected()
                        && (card.standing() == Standing.NOT_ANSWERING || card.standing() == Standing.NOT_ASKED)) {
                    silent.add(card.profile().name());
                }
                continue;
            }
            knowing++;
            items += held.items();
            bytes += held.bytes();
            if (held.categories().stream().anyMatch(category -> category.bytes() == null)) {
                unsized.add(card.profile().name());
            }
            if (held.bytes() > 0) {
                sized.add(card);
            }
        }
        return new Square(
                bytes, items, cards.size(), knowing, parts(sized, bytes), List.copyOf(silent), List.copyOf(unsized));
    }

    /** The parts worth naming below the bar. */
    public List<Part> named() {
        return parts.stream().limit(NAMED).toList();
    }

    private static List<Part> parts(List<Card> sized, long all) {
        List<Card> largest = sized.stream()
                .sorted(Comparator.comparingLong((Card card) -> -bytes(card)))
                .toList();
        List<Part> parts = new ArrayList<>();
        int start = 0;
        for (Card card : largest) {
            int width = Math.max(4, (int) Math.round((double) bytes(card) * WIDTH / all));
            width = Math.min(width, WIDTH - start);
            parts.add(
                    new Part(card.profile().name(), bytes(card), parts.size() % 4 + 1, start, Math.max(0, width - 4)));
            start += width;
        }
        return List.copyOf(parts);
    }

    private static long bytes(Card card) {
        return card.held() == null ? 0 : card.held().bytes();
    }
}
