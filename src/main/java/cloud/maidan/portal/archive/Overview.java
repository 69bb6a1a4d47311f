package cloud.maidan.portal.archive;

import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an archive holds of each service, short enough for a page. */
record Overview(List<Folder> folders) {

    /** More than so many descriptions or gaps of one service are left to the lists in JSON. */
    private static final int SHOWN = 500;

    enum State {
        COMPLETE,
        INCOMPLETE,
        LEFT_OUT;

        /** As in {@code manifest.json}. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** @param row null when nothing of the service was read */
    record Folder(
            ArchiveDescription.Part part,
            @Nullable SectionRow row,
            Map<String, Text> described,
            Map<String, Journal.Schema> schemas,
            List<Journal.Missing> missing) {

        /** Paths that something is said about. */
        Set<String> paths() {
            Set<String> paths = new LinkedHashSet<>(described.keySet());
            paths.addAll(schemas.keySet());
            return paths;
        }

        /** File in the archive that holds the path's schema; null when it has none. */
        @Nullable
        String schema(String path) {
            Journal.Schema schema = schemas.get(path);
            return schema == null ? null : schema.file(part.service());
        }

        State state() {
            if (row == null || row.items() == 0 && part.leftOut() != null) {
                return State.LEFT_OUT;
            }
            return part.leftOut() == null && row.missing() == 0 ? State.COMPLETE : State.INCOMPLETE;
        }

        long items() {
            return row == null ? 0 : row.items();
        }

        long bytes() {
            return row == null ? 0 : row.payload();
        }

        long missingCount() {
            return row == null ? 0 : row.missing();
        }
    }

    boolean complete() {
        return folders.stream().allMatch(folder -> folder.state() == State.COMPLETE);
    }

    Map<Integer, String> servicesByOrdinal() {
        Map<Integer, String> services = new HashMap<>();
        for (Folder folder : folders) {
            if (folder.row() != null) {
                services.put(folder.row().ordinal(), folder.part().service());
            }
        }
        return services;
    }

    /** Schemas by the file of the archive that holds each. */
    SortedMap<String, Journal.Schema> schemas() {
        SortedMap<String, Journal.Schema> schemas = new TreeMap<>();
        for (Folder folder : folders) {
            folder.schemas()
                    .values()
                    .forEach(schema -> schemas.put(schema.file(folder.part().service()), schema));
        }
        return schemas;
    }

    /** @throws IllegalStateException when the description and what was written disagree */
    static Overview of(Bag.Contents contents) {
        Map<String, SectionRow> rows = new HashMap<>();
        contents.sections().forEach(row -> rows.put(row.section(), row));
        List<Folder> folders = new ArrayList<>();
        Map<Integer, Folder> byOrdinal = new HashMap<>();
        for (ArchiveDescription.Part part : contents.description().services()) {
            Folder folder = new Folder(
                    part, rows.remove(part.service()), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
            if (part.leftOut() == null && (folder.row() == null || !folder.row().complete())) {
                throw new IllegalStateException("section " + part.service() + " is not finished");
            }
            folders.add(folder);
            if (folder.row() != null) {
                byOrdinal.put(folder.row().ordinal(), folder);
            }
        }
        if (!rows.isEmpty()) {
            throw new IllegalStateException("nobody describes section " + rows.keySet());
        }
        contents.notes(line -> line).forEachRemaining(line -> note(line, byOrdinal));
        return new Overview(folders);
    }

    private static void note(JournalReader.Line line, Map<Integer, Folder> folders) {
        Folder folder = folders.get(line.ordinal());
        if (folder == null) {
            return;
        }
        switch (line.note()) {
            case Journal.Entry entry -> {}
            case Journal.Described(String path, Text meaning) -> {
                if (folder.described().size() < SHOWN || folder.described().containsKey(path)) {
                    folder.described().put(path, meaning);
                }
            }
            case Journal.Schema schema -> {
                if (folder.schemas().size() < SHOWN) {
                    folder.schemas().putIfAbsent(schema.path(), schema);
                }
            }
            case Journal.Missing missing -> {
                if (folder.missing().size() < SHOWN) {
                    folder.missing().add(missing);
                }
            }
        }
    }
}
