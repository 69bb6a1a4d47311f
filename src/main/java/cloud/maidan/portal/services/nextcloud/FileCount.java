package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.nextcloud.Listed.Belonging;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A member's files, counted folder by folder as long as there is time: Nextcloud has no total. */
final class FileCount {

    private static final int AT_ONCE = 4;
    private static final long MOST_OF_A_LISTING = 8L * 1024 * 1024;
    private static final List<String> COUNTED = List.of(
            "d:resourcetype",
            "d:getlastmodified",
            "d:getcontentlength",
            "oc:owner-id",
            "nc:mount-type",
            "nc:is-encrypted");

    private final Map<Belonging, Long> others = new EnumMap<>(Belonging.class);
    private long files;
    private long bytes;
    private long sealed;
    private long unseen;
    private @Nullable Instant oldest;
    private @Nullable Instant newest;

    static FileCount of(MemberNextcloud own, String uid, SideBySide questions, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        FileCount count = new FileCount();
        Deque<List<String>> folders = new ArrayDeque<>();
        folders.add(List.of("files", uid));
        while (!folders.isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                count.unseen += folders.size();
                return count;
            }
            List<Supplier<Optional<List<DavItem>>>> next = new ArrayList<>();
            for (int i = 0; i < AT_ONCE && !folders.isEmpty(); i++) {
                List<String> folder = folders.remove();
                next.add(() -> listing(own, folder, Duration.ofNanos(left)));
            }
            questions.all(next).forEach(listing -> count.add(listing, uid, folders));
        }
        return count;
    }

    private static Optional<List<DavItem>> listing(MemberNextcloud own, List<String> folder, Duration left) {
        List<DavItem> items = new ArrayList<>();
        return MemberNextcloud.unlessTooMuch(
                        () -> own.dav().glance(folder, COUNTED, left, MOST_OF_A_LISTING, items::add))
                .map(there -> items);
    }

    private void add(Optional<List<DavItem>> listing, String uid, Deque<List<String>> folders) {
        if (listing.isEmpty()) {
            unseen++;
            return;
        }
        for (DavItem item : listing.get()) {
            Belonging belonging = Belonging.of(item, uid);
            if (belonging != Belonging.OWN) {
                others.merge(belonging, 1L, Long::sum);
            } else if (item.folder()) {
                sealed += item.text("is-encrypted").equals("1") ? 1 : 0;
                folders.add(item.path());
            } else {
                file(item);
            }
        }
    }

    private void file(DavItem item) {
        files++;
        bytes += item.size();
        Instant at = item.modified();
        if (at != null) {
            oldest = oldest == null || at.isBefore(oldest) ? at : oldest;
            newest = newest == null || at.isAfter(newest) ? at : newest;
        }
    }

    /** Whether every folder was looked at. */
    boolean complete() {
        return unseen == 0;
    }

    long files() {
        return files;
    }

    /** Of the files that were seen. */
    long bytes() {
        return bytes;
    }

    /** Folders that were not looked at, not counting what may be in them. */
    long unseen() {
        return unseen;
    }

    /** Folders whose content the member's devices encrypt. */
    long sealed() {
        return sealed;
    }

    long others(Belonging belonging) {
        return others.getOrDefault(belonging, 0L);
    }

    @Nullable
    Instant oldest() {
        return oldest;
    }

    @Nullable
    Instant newest() {
        return newest;
    }
}
