package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.ServiceHttp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Nextcloud's WebDAV, as one member. A path is the parts below {@code /remote.php/dav}. */
class Dav {

    /** So many things a page; a page is some 2 KiB a thing. */
    private static final int PAGE = 500;

    private static final long MOST_OF_A_LISTING = 256L * 1024 * 1024;
    private static final String BEFORE =
            "<?xml version=\"1.0\"?><d:propfind xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\""
                    + " xmlns:nc=\"http://nextcloud.org/ns\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\""
                    + " xmlns:cs=\"http://calendarserver.org/ns/\"><d:prop>";
    private static final String AFTER = "</d:prop></d:propfind>";

    private final ServiceHttp line;
    private final NextcloudProperties properties;

    Dav(ServiceHttp line, NextcloudProperties properties) {
        this.line = line;
        this.properties = properties;
    }

    /** One thing; empty when there is none. */
    Optional<DavItem> item(List<String> path, List<String> properties) {
        return listing(path, 0, properties).xmlIfPresent((xml, body) -> {
            DavItem[] found = new DavItem[1];
            Multistatus.read(xml, item -> found[0] = item);
            return found[0];
        });
    }

    /** What a folder holds, as one answer, within a time and a size; false when there is no such folder. */
    boolean glance(List<String> path, List<String> properties, Duration within, long atMost, Consumer<DavItem> sink) {
        return listing(path, 1, properties)
                .within(within)
                .atMost(atMost)
                .xmlIfPresent((xml, body) -> {
                    Multistatus.read(xml, item -> child(path, item, sink));
                    return true;
                })
                .orElse(false);
    }

    /**
     * What a folder holds, in pages where Nextcloud offers them (31 and later; an older one ignores the wish and answers
     * all at once); false when there is no such folder.
     */
    boolean children(List<String> path, List<String> properties, Consumer<DavItem> sink) {
        Page page = new Page(0, 0, null);
        do {
            Optional<Page> read = page(path, properties, page, sink);
            if (read.isEmpty()) {
                return false;
            }
            page = read.get();
        } while (page.next() < page.total());
        return true;
    }

    /** @param next where the next page starts @param total zero when it is not said, and so there is only one page */
    private record Page(long next, long total, @Nullable String token) {}

    private Optional<Page> page(List<String> path, List<String> properties, Page at, Consumer<DavItem> sink) {
        Call call = listing(path, 1, properties)
                .within(this.properties.listingWithin())
                .atMost(MOST_OF_A_LISTING)
                .saying("X-NC-Paginate", "true")
                .saying("X-NC-Paginate-Count", PAGE);
        if (at.token() != null) {
            call.saying("X-NC-Paginate-Token", at.token()).saying("X-NC-Paginate-Offset", at.next());
        }
        return call.xmlIfPresent((xml, body) -> {
            Multistatus.read(xml, item -> child(path, item, sink));
            String token =
                    at.token() == null ? body.header("X-NC-Paginate-Token").orElse(null) : at.token();
            long total = at.token() == null
                    ? body.header("X-NC-Paginate-Total")
                            .filter(value -> value.matches("\\d{1,12}"))
                            .map(Long::parseLong)
                            .orElse(0L)
                    : at.total();
            return new Page(at.next() + PAGE, token == null ? 0 : total, token);
        });
    }

    /** The folder stands among what it holds; anything else outside it would lead us astray. */
    private static void child(List<String> folder, DavItem item, Consumer<DavItem> sink) {
        if (item.path().equals(folder)) {
            return;
        }
        int depth = folder.size();
        boolean inside = item.path().size() == depth + 1
                && item.path().subList(0, depth).equals(folder)
                && !item.name().isEmpty()
                && !item.name().equals(".")
                && !item.name().equals("..")
                && item.name().indexOf('/') < 0;
        if (!inside) {
            throw Ocs.misread("a folder that holds what is not in it");
        }
        sink.accept(item);
    }

    /**
     * The content; empty when there is none any more.
     *
     * @param offset bytes to leave out; the server may not do so, which its status 200 says
     */
    <R> Optional<R> content(List<String> path, long offset, long atMost, Body.Reader<R> reader) {
        Call call = patient(line.get(address(path), path.toArray())).atMost(atMost);
        if (offset > 0) {
            call.saying("Range", "bytes=" + offset + "-");
        }
        return call.streamIfPresent(reader);
    }

    /** A whole calendar or address book as one file; empty when there is no such collection. */
    <R> Optional<R> whole(List<String> path, Body.Reader<R> reader) {
        return patient(line.get(address(path), path.toArray()).with("export", ""))
                .atMost(properties.largestFile().toBytes())
                .streamIfPresent(reader);
    }

    private Call patient(Call call) {
        return call.within(properties.fileWithin()).silentAtMost(properties.silence());
    }

    private Call listing(List<String> path, int depth, List<String> properties) {
        StringBuilder wanted = new StringBuilder(BEFORE);
        properties.forEach(property -> wanted.append('<').append(property).append("/>"));
        return line.propfind(address(path), path.toArray())
                .saying("Depth", depth)
                .sending(wanted.append(AFTER).toString(), "application/xml");
    }

    private static String address(List<String> path) {
        return "/remote.php/dav" + "/{part}".repeat(path.size());
    }
}
