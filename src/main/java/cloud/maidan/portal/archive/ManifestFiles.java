package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.Bag.Contents;
import cloud.maidan.portal.archive.Overview.Folder;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The archive's lists for programs: {@code manifest.json} and {@code missing.json}, made piece by piece. */
@Component
class ManifestFiles {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Words words;

    ManifestFiles(Words words) {
        this.words = words;
    }

    /** As {@code manifest.schema.json} describes it. */
    Iterator<String> manifest(Contents contents, Overview overview, Instant now) {
        Member member = contents.description().member();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("$schema", "manifest.schema.json");
        head.put("format", "maidan-archive/1");
        head.put("reference", contents.archive().reference());
        head.put("community", contents.description().community());
        head.put("createdAt", now.truncatedTo(ChronoUnit.SECONDS).toString());
        head.put("language", member.locale().toLanguageTag());
        head.put("member", Map.of("username", member.username(), "displayName", member.displayName()));
        head.put("complete", overview.complete());
        head.put("items", contents.items());
        head.put("bytes", contents.payload());
        head.put("checksums", "manifest-sha256.txt");
        head.put("missing", "missing.json");
        head.put(
                "services",
                overview.folders().stream().map(f -> service(f, member)).toList());
        Map<Integer, String> services = overview.servicesByOrdinal();
        return listed(head, "renamed", contents.notes(line -> renamed(line, services, contents)));
    }

    /** Everything that could not be had, and why. */
    Iterator<String> missing(Contents contents, Overview overview) {
        Member member = contents.description().member();
        Map<Integer, String> services = overview.servicesByOrdinal();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("reference", contents.archive().reference());
        head.put("complete", overview.complete());
        Iterator<Object> whole = overview.folders().stream()
                .filter(folder -> folder.part().leftOut() != null)
                .<Object>map(folder -> gap(
                        folder.part().service(), null, required(folder.part().leftOut()), member))
                .iterator();
        Iterator<Object> single = contents.notes(line -> line.note() instanceof Journal.Missing(String path, Text why)
                ? gap(services.getOrDefault(line.ordinal(), ""), path, why, member)
                : null);
        return listed(
                head, "missing", Stream.concat(stream(whole), stream(single)).iterator());
    }

    private Map<String, Object> service(Folder folder, Member member) {
        Map<String, Object> service = new LinkedHashMap<>();
        Text leftOut = folder.part().leftOut();
        service.put("service", folder.part().service());
        service.put("product", folder.part().product());
        service.put("name", say(folder.part().name(), member));
        service.put("state", folder.state().word());
        service.put("why", leftOut == null ? null : say(leftOut, member));
        service.put("folder", "data/" + folder.part().service() + "/");
        service.put("items", folder.items());
        service.put("bytes", folder.bytes());
        service.put("missing", folder.missingCount());
        service.put(
                "files",
                folder.paths().stream().map(path -> file(path, folder, member)).toList());
        return service;
    }

    private Map<String, @Nullable Object> file(String path, Folder folder, Member member) {
        Text meaning = folder.described().get(path);
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("path", path);
        file.put("meaning", meaning == null ? null : say(meaning, member));
        file.put("schema", folder.schema(path));
        return file;
    }

    private static @Nullable Object renamed(JournalReader.Line line, Map<Integer, String> services, Contents contents) {
        if (!(line.note() instanceof Journal.Entry entry) || entry.original() == null) {
            return null;
        }
        String name = entry.zip().name().substring(contents.archive().root().length());
        return Map.of("path", name, "service", services.getOrDefault(line.ordinal(), ""), "original", entry.original());
    }

    private Object gap(String service, @Nullable String path, Text why, Member member) {
        Map<String, @Nullable Object> gap = new LinkedHashMap<>();
        gap.put("service", service);
        gap.put("path", path);
        gap.put("why", say(why, member));
        gap.put("code", why.key());
        return gap;
    }

    private String say(Text text, Member member) {
        return words.say(text, member.locale(), member.zone());
    }

    /** A JSON object whose last field is a list of any length, one element a line. */
    private static Iterator<String> listed(Map<String, Object> head, String field, Iterator<Object> elements) {
        String object =
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(head).stripTrailing();
        String start = object.substring(0, object.length() - 1).stripTrailing() + ",\n  \"" + field + "\" : [";
        Stream<String> lines = stream(new Iterator<String>() {

            private String before = "\n    ";

            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public String next() {
                String line = before + JSON.writeValueAsString(elements.next());
                before = ",\n    ";
                return line;
            }
        });
        // not flatMap: its iterator holds a whole inner stream in memory
        return Stream.concat(Stream.concat(Stream.of(start), lines), Stream.of("\n  ]\n}\n"))
                .iterator();
    }

    private static <T> Stream<T> stream(Iterator<T> elements) {
        Iterable<T> iterable = () -> elements;
        return StreamSupport.stream(iterable.spliterator(), false);
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
