package cloud.maidan.portal.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.NoSuchMessageException;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.stereotype.Component;

/** Every sentence of every module in every language: {@code messages/<module>_<language>.properties}, ICU patterns. */
@Component("messageSource")
class PhraseBook implements MessageSource {

    /** Languages that are complete, in the order they are offered. */
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final Map<Locale, Map<String, Phrase>> phrases = new HashMap<>();

    PhraseBook() {
        for (Locale language : LANGUAGES) {
            phrases.put(language, load(language));
        }
    }

    /** The offered language nearest to the wish; English when there is none. */
    static Locale nearest(Locale wish) {
        return LANGUAGES.stream()
                .filter(language -> language.getLanguage().equals(wish.getLanguage()))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    @Override
    public @Nullable String getMessage(
            String code, Object @Nullable [] args, @Nullable String defaultMessage, @Nullable Locale locale) {
        String said = find(code, args, locale);
        return said == null ? defaultMessage : said;
    }

    @Override
    public String getMessage(String code, Object @Nullable [] args, @Nullable Locale locale) {
        String said = find(code, args, locale);
        if (said == null) {
            throw new NoSuchMessageException(code);
        }
        return said;
    }

    @Override
    public String getMessage(MessageSourceResolvable resolvable, @Nullable Locale locale) {
        String[] codes = resolvable.getCodes();
        if (codes != null) {
            for (String code : codes) {
                String said = find(code, resolvable.getArguments(), locale);
                if (said != null) {
                    return said;
                }
            }
        }
        String otherwise = resolvable.getDefaultMessage();
        if (otherwise == null) {
            throw new NoSuchMessageException(codes == null || codes.length == 0 ? "" : codes[0]);
        }
        return otherwise;
    }

    /** Null when no module has such a sentence. */
    @Nullable
    String find(String code, List<Object> args, Locale locale, ZoneId zone) {
        Phrase phrase = phrases.getOrDefault(nearest(locale), Map.of()).get(code);
        if (phrase == null) {
            phrase = phrases.getOrDefault(Locale.ENGLISH, Map.of()).get(code);
        }
        return phrase == null ? null : phrase.say(zone, args.toArray());
    }

    private @Nullable String find(String code, Object @Nullable [] args, @Nullable Locale locale) {
        return find(
                code,
                args == null ? List.of() : java.util.Arrays.asList(args),
                locale == null ? LocaleContextHolder.getLocale() : locale,
                LocaleContextHolder.getTimeZone().toZoneId());
    }

    private static Map<String, Phrase> load(Locale language) {
        Map<String, Phrase> loaded = new HashMap<>();
        try {
            Resource[] files = new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:messages/*_" + language.toLanguageTag() + ".properties");
            for (Resource file : files) {
                Properties sentences =
                        PropertiesLoaderUtils.loadProperties(new EncodedResource(file, StandardCharsets.UTF_8));
                for (String key : sentences.stringPropertyNames()) {
                    loaded.put(key, parse(key, sentences.getProperty(key), language, file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return loaded;
    }

    private static Phrase parse(String key, String sentence, Locale language, Resource file) {
        try {
            return Phrase.parse(sentence, language);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalStateException(file.getFilename() + ": " + key + " is no sentence", e);
        }
    }
}
