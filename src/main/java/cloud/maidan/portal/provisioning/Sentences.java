package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.Text;
import com.ibm.icu.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** What commands say, in English. */
final class Sentences {

    private static final List<ResourceBundle> BUNDLES = Stream.of("provisioning", "docker", "blueprints")
            .map(module -> ResourceBundle.getBundle("messages/" + module, Locale.ENGLISH))
            .toList();

    private Sentences() {}

    static String said(Text text) {
        String pattern = BUNDLES.stream()
                .filter(sentences -> sentences.containsKey(text.key()))
                .findFirst()
                .orElseThrow()
                .getString(text.key());
        return MessageFormat.format(pattern, text.args().toArray()).strip();
    }
}
