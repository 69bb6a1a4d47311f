package cloud.maidan.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A word of its own for each field of a service, in the form that the field's grammar has room for. Fields that have none
 * stand in {@code fields/<service>.properties} with the reason; {@code =front}, {@code =file}, {@code =line} and {@code =as <field>}
 * there mean that the word comes first, before the ending of a file's name, in the title of an appointment or a contact, or
 * is another field's.
 */
public final class FieldWords {

    private static final String LEFT_OUT = "no: ";

    private final String service;
    private final String word;
    private final Map<String, String> forms = new TreeMap<>();
    private final Map<String, String> words = new TreeMap<>();
    private final Set<String> used = new TreeSet<>();

    private FieldWords(String service, String word) {
        this.service = service;
        this.word = word;
    }

    /** @param word letters; with it begins each field's own */
    public static FieldWords of(String service, String word) {
        FieldWords words = new FieldWords(service, word);
        Properties read = new Properties();
        try (InputStream file =
                Objects.requireNonNull(FieldWords.class.getResourceAsStream("/fields/" + service + ".properties"))) {
            read.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        read.forEach((path, form) -> words.forms.put(path.toString(), form.toString()));
        return words;
    }

    /** Whether the field, with all below it, has no room for a word. */
    public boolean leavesOut(String path) {
        boolean out = forms.getOrDefault(path, "").startsWith(LEFT_OUT);
        if (out) {
            used.add(path);
        }
        return out;
    }

    /** Whether the field's word goes into the last text of its JSON. */
    public boolean isJson(String path) {
        boolean json = forms.getOrDefault(path, "").equals("json");
        if (json) {
            used.add(path);
        }
        return json;
    }

    /** The value with the field's word in it. @param value a text, or bytes */
    Object into(String path, Object value) {
        if (value instanceof String text) {
            return text(path, text);
        }
        byte[] bytes = (byte[]) value;
        byte[] added = wordOf(path).getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(bytes, bytes.length + added.length);
        System.arraycopy(added, 0, both, bytes.length, added.length);
        return both;
    }

    public String text(String path, String text) {
        String form = forms.getOrDefault(path, "");
        if (!form.isEmpty()) {
            used.add(path);
        }
        String own = wordOf(form.startsWith("as ") ? form.substring(3) : path);
        int ending = text.lastIndexOf('.');
        return switch (form) {
            case "front" -> own + text;
            case "file" -> ending > 0 ? text.substring(0, ending) + own + text.substring(ending) : text + own;
            case "line" -> text.replaceAll("(?m)^((?:SUMMARY|FN):[^\\r\\n]*)", "$1" + own);
            default -> text + own;
        };
    }

    /** Letters of small case, which a name, an address and a path may have. */
    public String wordOf(String path) {
        return words.computeIfAbsent(
                path, fresh -> word + service + fresh.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "") + "zq");
    }

    public Planted planted(Set<String> missed) {
        Map<String, String> out = new TreeMap<>();
        Set<String> stale = new TreeSet<>();
        forms.forEach((path, form) -> {
            if (!used.contains(path)) {
                stale.add(path);
            } else if (form.startsWith(LEFT_OUT)) {
                out.put(path, form.substring(LEFT_OUT.length()));
            }
        });
        return new Planted(new TreeMap<>(words), out, missed, stale);
    }
}
