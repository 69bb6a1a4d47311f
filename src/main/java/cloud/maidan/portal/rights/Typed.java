package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.Text;
import org.jspecify.annotations.Nullable;

/** Free text as somebody typed it. */
record Typed(String words) {

    static final int MOST = 4000;

    Typed {
        words = words.replace("\r\n", "\n").strip();
    }

    boolean blank() {
        return words.isBlank();
    }

    /** Null when there is nothing wrong with it. @param missing what to say when there has to be something */
    @Nullable
    Text fault(String missing) {
        return blank() ? Text.of(missing) : tooLong();
    }

    @Nullable
    Text tooLong() {
        return words.length() > MOST ? Text.of("rights.fault.too-long", MOST) : null;
    }

    /** As a line of a timeline or a paragraph of a letter. */
    Text as(String key) {
        return Text.of(key, words);
    }
}
