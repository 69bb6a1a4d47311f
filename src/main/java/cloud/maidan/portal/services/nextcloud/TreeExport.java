package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.nextcloud.ExportPosition.Tree;
import cloud.maidan.portal.services.nextcloud.ExportPosition.Walked;
import cloud.maidan.portal.services.nextcloud.Listed.Belonging;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes a tree of folders, depth first in order of names, so that a later run finds its place though things came and
 * went. Small files are fetched side by side; after so many things or bytes their list is written and the place kept.
 */
class TreeExport {

    private static final int THINGS = 200;
    private static final long BYTES = 32L * 1024 * 1024;
    private static final long SMALL = 1024 * 1024;
    private static final int SMALL_AT_ONCE = 8;
    /** A file may have grown since it was listed. */
    private static final long GROWN = 16L * 1024 * 1024;

    private static final int LARGEST_IN_MEMORY = 4 * 1024 * 1024;
    /** So many names of one folder are kept in mind; a larger folder is listed again for the next ones. */
    private static final int IN_MIND = 20_000;

    private final MemberNextcloud own;
    private final String uid;
    private final SideBySide questions;
    private final ExportSink sink;
    private final Tree tree;
    private final int depth;
    private Walked at;
    private final JsonLines lines = new JsonLines();
    private final List<Listed> small = new ArrayList<>();
    private final List<Listed> versioned = new ArrayList<>();
    private int things;
    private long bytes;

    TreeExport(MemberNextcloud own, String uid, SideBySide questions, ExportSink sink, Walked from) {
        this.own = own;
        this.uid = uid;
        this.questions = questions;
        this.sink = sink;
        this.tree = from.tree();
        this.depth = tree.root(uid).size();
        this.at = from;
    }

    void write() {
        if (tree == Tree.FILES
                && at.equals(new Walked(tree, 0, List.of()))
                && !own.properties().versions()) {
            sink.missing("native/versions", Text.of("nextcloud.missing.versions-off"));
        }
        walk(tree.root(uid), at.after());
        if (things > 0) {
            endChunk();
        }
    }

    private void walk(List<String> folder, List<String> after) {
        String from = "";
        List<String> rest = after;
        boolean more = true;
        while (more) {
            TreeMap<String, Listed> next = new TreeMap<>();
            more = list(folder, from, rest.isEmpty() ? "" : rest.getFirst(), next);
            while (!next.isEmpty()) {
                Listed thing = next.pollFirstEntry().getValue();
                from = thing.name();
                boolean onTheWay = !rest.isEmpty() && thing.name().equals(rest.getFirst());
                if (!onTheWay) {
                    take(thing);
                }
                if (thing.folder() && thing.belonging() == Belonging.OWN) {
                    walk(thing.path(), onTheWay ? rest.subList(1, rest.size()) : List.of());
                }
            }
            rest = List.of();
        }
    }

    /**
     * The first names of a folder from a place on, in order.
     *
     * @param after names up to this one are done
     * @param first the first name that is wanted; the empty one means all
     * @return whether there are more
     */
    private boolean list(List<String> folder, String after, String first, TreeMap<String, Listed> names) {
        boolean[] more = new boolean[1];
        own.dav().children(folder, MemberNextcloud.FILE, item -> {
            if (item.name().compareTo(after) > 0 && item.name().compareTo(first) >= 0) {
                names.put(item.name(), Listed.of(item, uid));
                if (names.size() > IN_MIND) {
                    names.pollLastEntry();
                    more[0] = true;
                }
            }
        });
        return more[0];
    }

    private void take(Listed thing) {
        lines.add(thing.line());
        things++;
        if (!thing.folder() && thing.belonging() == Belonging.OWN) {
            bytes += thing.size();
            file(thing);
        } else if (thing.belonging() == Belonging.GROUP || thing.belonging() == Belonging.EXTERNAL) {
            sink.missing(target(thing), Text.of("nextcloud.missing.mount"));
        }
        at = new Walked(
                tree, at.chunks(), thing.path().subList(depth, thing.path().size()));
        if (things >= THINGS || bytes >= BYTES) {
            endChunk();
        }
    }

    private void file(Listed file) {
        if (file.size() > own.properties().largestFile().toBytes()) {
            sink.missing(target(file), Text.of("nextcloud.missing.file-too-large", file.size()));
            return;
        }
        if (tree == Tree.FILES && own.properties().versions()) {
            versioned.add(file);
        }
        if (file.size() <= SMALL) {
            small.add(file);
            if (small.size() == SMALL_AT_ONCE) {
                writeSmall();
            }
        } else {
            writeSmall();
            large(file);
        }
    }

    private void writeSmall() {
        List<Supplier<Optional<byte[]>>> asking = new ArrayList<>();
        small.forEach(file -> asking.add(() -> inMemory(file)));
        List<Optional<byte[]>> contents = questions.all(asking);
        for (int i = 0; i < small.size(); i++) {
            Listed file = small.get(i);
            contents.get(i)
                    .ifPresentOrElse(
                            content -> sink.entry(
                                    target(file), file.form(), file.modified(), new ByteArrayInputStream(content)),
                            () -> sink.missing(target(file), Text.of("nextcloud.missing.file")));
        }
        small.clear();
    }

    private Optional<byte[]> inMemory(Listed file) {
        return own.content(file.path(), file.size(), 0, LARGEST_IN_MEMORY, body -> {
            try {
                return body.content().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void large(Listed file) {
        sink.resumable(target(file), file.form(), file.modified(), file.version(), (offset, taker) -> {
            Optional<Boolean> given = own.content(
                    file.path(), file.size(), offset, file.size() + GROWN, body -> from(offset, body, taker));
            if (given.isEmpty()) {
                sink.missing(target(file), Text.of("nextcloud.missing.file"));
            }
        });
    }

    private static boolean from(long offset, Body body, Consumer<InputStream> taker) {
        try {
            if (body.status() == 206) {
                String range = body.header("Content-Range").orElse("");
                if (!range.startsWith("bytes " + offset + "-")) {
                    throw Ocs.misread("another part than was asked for");
                }
            } else {
                body.content().skipNBytes(offset);
            }
            taker.accept(body.content());
            return true;
        } catch (IOException e) {
            throw new ServiceFault(Fault.UNREADABLE, null, "nextcloud: a file that ended early", null);
        }
    }

    /** Older versions, which Nextcloud tells file by file. */
    private void writeVersions() {
        List<Supplier<List<DavItem>>> asking = new ArrayList<>();
        versioned.forEach(file -> asking.add(() -> {
            List<DavItem> versions = new ArrayList<>();
            own.versions(uid, file.id(), versions::add);
            return versions;
        }));
        List<List<DavItem>> found = questions.all(asking);
        for (int i = 0; i < versioned.size(); i++) {
            Listed file = versioned.get(i);
            found.get(i).stream()
                    .filter(version -> !version.folder() && !file.isNow(version))
                    .sorted(java.util.Comparator.comparing(DavItem::name))
                    .forEach(version -> version(file, version));
        }
        versioned.clear();
    }

    private void version(Listed file, DavItem version) {
        String path = "native/versions/" + file.relative(depth) + "/" + version.name();
        Optional<Boolean> given = own.content(
                version.path(),
                version.length(),
                0,
                own.properties().largestFile().toBytes(),
                body -> {
                    sink.entry(path, file.form(), version.modified(), body.content());
                    return true;
                });
        if (given.isEmpty()) {
            sink.missing(path, Text.of("nextcloud.missing.file"));
        }
    }

    private void endChunk() {
        writeSmall();
        writeVersions();
        at = new Walked(tree, at.chunks() + 1, at.after());
        sink.entry(tree.list(at.chunks()), Form.TEXT, null, new ByteArrayInputStream(lines.bytes()));
        sink.reached(at.cursor());
        lines.clear();
        things = 0;
        bytes = 0;
    }

    private String target(Listed thing) {
        return tree.folder + thing.relative(depth);
    }
}
