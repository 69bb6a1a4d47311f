package cloud.maidan.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks for words in everything a portal writes. */
public final class Scan {

    /** Larger ones are no file of a portal's, but what somebody else left in the same folder. */
    private static final long LARGEST = 16 * 1024 * 1024;

    private Scan() {}

    /** Tables of which some column of some row holds one of the words, as text or among bytes. */
    public static Set<String> tables(JdbcClient jdbc, Collection<String> words) {
        Set<String> found = new TreeSet<>();
        List<String> forms = words.stream()
                .flatMap(word ->
                        List.of(word, HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8))).stream())
                .toList();
        jdbc.sql("select quote_ident(table_name) from information_schema.tables where table_schema = 'public'"
                        + " and table_type = 'BASE TABLE'")
                .query((row, number) -> row.getString(1))
                .list()
                .forEach(table -> {
                    String rows = jdbc.sql("select t::text from " + table + " t")
                            .query((row, number) -> row.getString(1))
                            .list()
                            .toString();
                    if (forms.stream().anyMatch(rows::contains)) {
                        found.add(table);
                    }
                });
        return found;
    }

    /** Files below a folder whose name or content holds one of the words; none when there is no such folder. */
    public static Set<String> files(Path folder, Collection<String> words) {
        Set<String> found = new TreeSet<>();
        if (!Files.exists(folder)) {
            return found;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile() && attributes.size() <= LARGEST) {
                        String content = file + Files.readString(file, StandardCharsets.ISO_8859_1);
                        if (words.stream().anyMatch(content::contains)) {
                            found.add(file.toString());
                        }
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                    if (gone instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw gone;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
