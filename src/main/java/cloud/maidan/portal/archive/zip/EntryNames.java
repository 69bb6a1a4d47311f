package cloud.maidan.portal.archive.zip;

import com.ibm.icu.text.Normalizer2;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Turns any path into one that every extractor on every system takes: no way out of the folder, no character or word
 * that Windows, a shell or a BagIt tool gives a meaning to, no name too long. Says nothing about two paths that become
 * the same; see {@link NameRegister}.
 */
public final class EntryNames {

    /** Longest name of one file or folder in bytes of UTF-8, room for a suffix included. */
    static final int LONGEST_NAME = 200;
    /** Longest path in bytes of UTF-8: with the folder it is extracted to it stays below 1 024. */
    static final int LONGEST_PATH = 700;

    private static final Normalizer2 COMPOSED = Normalizer2.getNFCInstance();
    /** Names of devices on Windows, with or without an extension. */
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$|clock\\$)\\s*(\\..*)?");
    /** Reserved by Windows, by shells, by BagIt ({@code %}) or by its validator ({@code $}). */
    private static final String MEANINGFUL = "<>:\"|?*\\%$";

    private EntryNames() {}

    /** The path with safe names; the same path gives the same result. Never empty. */
    public static String safe(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(safeName(name));
            }
        }
        return names.isEmpty() ? "_" : fitted(names, path);
    }

    /** The path with a suffix before the extension of its last name: {@code a/b~1f2e3d4c.txt}. */
    static String withSuffix(String path, String suffix) {
        int slash = path.lastIndexOf('/') + 1;
        return path.substring(0, slash) + nameWithSuffix(path.substring(slash), suffix);
    }

    /** Eight hexadecimal digits that depend on every character of the text. */
    static String mark(String text) {
        return String.format(Locale.ROOT, "%08x", (int) (NameRegister.hash(text) >>> 16));
    }

    private static String safeName(String name) {
        StringBuilder safe = new StringBuilder(name.length());
        COMPOSED.normalize(wellFormed(name)).codePoints().forEach(c -> safe.appendCodePoint(harmless(c) ? c : '_'));
        for (int end = safe.length() - 1; end >= 0 && (safe.charAt(end) == '.' || blank(safe.charAt(end))); end--) {
            safe.setCharAt(end, '_');
        }
        if (blank(safe.charAt(0))) {
            safe.setCharAt(0, '_');
        }
        String result = DEVICE.matcher(safe).matches() ? "_" + safe : safe.toString();
        return bytes(result) <= LONGEST_NAME ? result : nameWithSuffix(result, mark(name));
    }

    private static boolean harmless(int c) {
        return switch (Character.getType(c)) {
            // FORMAT holds the marks that turn the writing direction, joiners and the byte-order mark
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> MEANINGFUL.indexOf(c) < 0;
        };
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String fitted(List<String> names, String path) {
        String whole = String.join("/", names);
        if (bytes(whole) <= LONGEST_PATH) {
            return whole;
        }
        String last = names.getLast();
        StringBuilder start = new StringBuilder();
        int room = LONGEST_PATH - bytes(last) - 16;
        for (String name : names.subList(0, names.size() - 1)) {
            if (bytes(start + name) > room) {
                break;
            }
            start.append(name).append('/');
        }
        return start + "~" + mark(path.substring(0, path.lastIndexOf('/'))) + "/" + last;
    }

    private static String nameWithSuffix(String name, String suffix) {
        int dot = name.lastIndexOf('.');
        boolean extension = dot > 0 && bytes(name.substring(dot)) <= 16;
        String end = "~" + suffix + (extension ? name.substring(dot) : "");
        return start(extension ? name.substring(0, dot) : name, LONGEST_NAME - bytes(end)) + end;
    }

    /** As much of the text as fits into so many bytes, never half a character. */
    private static String start(String text, int bytes) {
        int end = 0;
        for (int used = 0; end < text.length(); ) {
            int c = text.codePointAt(end);
            used += bytes(Character.toString(c));
            if (used > bytes) {
                break;
            }
            end += Character.charCount(c);
        }
        return text.substring(0, end);
    }

    /** Half characters become {@code ?}, which is then replaced like any other. */
    private static String wellFormed(String name) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        return encoded.length == 0 ? "_" : new String(encoded, StandardCharsets.UTF_8);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static List<String> folders(String path) {
        List<String> folders = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            folders.add(path.substring(0, slash));
        }
        return folders;
    }

    static List<String> names(String path) {
        return Arrays.asList(path.split("/"));
    }
}
