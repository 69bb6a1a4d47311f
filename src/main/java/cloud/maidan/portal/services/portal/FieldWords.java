package cloud.maidan.portal.services.portal;

import cloud.maidan.portal.subject.Text;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * What a column means: the message {@code portal.table.<table>.<column>} where its module says it, else
 * {@code portal.field.<column>}, which all tables share.
 */
@Component
class FieldWords {

    private final MessageSource messages;

    FieldWords(MessageSource messages) {
        this.messages = messages;
    }

    Optional<Text> meaning(String table, String column) {
        return Stream.of("portal.table." + table + "." + column, "portal.field." + column)
                .filter(key -> messages.getMessage(key, null, null, Locale.ENGLISH) != null)
                .findFirst()
                .map(Text::of);
    }
}
