package cloud.maidan.portal.site;

import cloud.maidan.portal.subject.Text;
import org.jspecify.annotations.Nullable;

/** Free text as somebody typed it. */
public record Typed(String words) {

    public static final int MOST = 4000;

    public Typed {
        words = words.replace("\r\n", "\n").strip();
    }

    public boolean blank() {
        return words.isBlank();
    }

    /** Null when there is nothing wrong with it. @param missing what to say when there has to be something */
    public @Nullable Text fault(String missing) {
        return blank() ? Text.of(missing) : tooLong();
    }

    public @Nullable Text tooLong() {
        return words.length() > MOST ? Text.of("site.fault.too-long", MOST) : null;
    }

    /** As a line of a timeline or a paragraph of a letter. */
    public Text as(String key) {
        return Text.of(key, words);
    }
}
