package cloud.maidan.portal.dashboard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A card's one figure and what it counts: "1,284" and "messages in 17 rooms". */
record Headline(String figure, String rest) {

    private static final Pattern LEADING_FIGURE = Pattern.compile("(\\p{Nd}[\\p{Nd}.,'’\\u00A0\\u202F]*)\\s+(.*)");

    static Headline of(String sentence) {
        Matcher matcher = LEADING_FIGURE.matcher(sentence);
        return matcher.matches() ? new Headline(matcher.group(1), matcher.group(2)) : new Headline("", sentence);
    }
}
