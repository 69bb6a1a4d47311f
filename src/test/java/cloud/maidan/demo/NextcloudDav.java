package cloud.maidan.demo;

import cloud.maidan.demo.NextcloudStandIn.Answer;
import cloud.maidan.demo.NextcloudStandIn.Asked;
import cloud.maidan.demo.NextcloudStandIn.Caller;
import cloud.maidan.demo.NextcloudWorld.Collection;
import cloud.maidan.demo.NextcloudWorld.Node;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The WebDAV part of the Nextcloud stand-in: files, bin, versions, calendars and address books, for their owner alone. */
public final class NextcloudDav {

    private static final String DAV = "DAV:";
    private static final String OC = "http://owncloud.org/ns";
    private static final String NC = "http://nextcloud.org/ns";
    private static final String CAL = "urn:ietf:params:xml:ns:caldav";
    private static final String CS = "http://calendarserver.org/ns/";

    private final NextcloudWorld world;
    private final Map<String, List<String>> pages = new ConcurrentHashMap<>();
    private volatile boolean paging = true;
    private volatile boolean ranges = true;
    private volatile @Nullable String astray;
    private volatile @Nullable String truncated;

    NextcloudDav(NextcloudWorld world) {
        this.world = world;
    }

    /** As before version 31: the wish for pages is ignored. */
    public void forgetPages() {
        paging = false;
    }

    /** Pages that were handed out are forgotten, as after an hour: the server then begins a new listing by itself. */
    public void expirePages() {
        pages.clear();
    }

    /** As behind a server that ignores ranges. */
    public void forgetRanges() {
        ranges = false;
    }

    /** From now on listings hold a thing from somewhere else. */
    public void leadAstray(String path) {
        astray = path;
    }

    /** From now on the file of a calendar or address book breaks off without a sign. */
    public void breakOff(String name) {
        truncated = name;
    }

    public void change(String path, byte[] content) {
        Node before = Objects.requireNonNull(world.nodes.get(path));
        world.nodes.put(
                path,
                new Node(
                        before.id(),
                        before.path(),
                        content,
                        before.owner(),
                        before.mount(),
                        before.sealed(),
                        before.broken(),
                        before.modified() + 7,
                        before.more()));
    }

    public void remove(String path) {
        world.nodes.remove(path);
    }

    Answer answer(Asked asked, Optional<Caller> caller) {
        if (caller.isEmpty()) {
            return error(401, "NotAuthenticated", "No public access to this resource.");
        }
        List<String> path = asked.parts().subList(2, asked.parts().size());
        int owner = path.getFirst().equals("addressbooks") ? 2 : 1;
        if (path.size() <= owner || !path.get(owner).equals(caller.get().uid())) {
            // an administrator sees nothing of a member here
            return error(404, "NotFound", "Principal with name " + path.getLast() + " not found");
        }
        return switch (asked.method()) {
            case "PROPFIND" -> propfind(asked, path);
            case "GET" -> get(asked, path);
            default -> error(501, "NotImplemented", "not here");
        };
    }

    private Answer propfind(Asked asked, List<String> path) {
        String depth = Objects.requireNonNullElse(asked.header("Depth"), "infinity");
        if (!depth.equals("0") && !depth.equals("1")) {
            return error(403, "Forbidden", "Depth infinity is not supported");
        }
        List<Found> found = find(path);
        if (found.isEmpty()) {
            return error(404, "NotFound", "File with name " + path.getLast() + " could not be located");
        }
        List<String> wanted = wanted(asked.body());
        List<String> responses = (depth.equals("0") ? found.subList(0, 1) : found)
                .stream().map(one -> response(one, wanted)).collect(Collectors.toCollection(ArrayList::new));
        String stranger = astray;
        if (stranger != null && depth.equals("1")) {
            responses.add(response(new Found(List.of(stranger.split("/")), "", Map.of()), wanted));
        }
        return multistatus(asked, responses);
    }

    /** The whole answer is kept for later pages; the folder itself is its first thing and counts. */
    private Answer multistatus(Asked asked, List<String> responses) {
        if (!paging || !"true".equals(asked.header("X-NC-Paginate"))) {
            return xml(responses, Map.of());
        }
        int count = number(asked.header("X-NC-Paginate-Count"), 100);
        int offset = number(asked.header("X-NC-Paginate-Offset"), 0);
        String token = asked.header("X-NC-Paginate-Token");
        List<String> kept = token == null ? null : pages.get(token);
        if (kept != null) {
            return xml(page(kept, offset, count), Map.of("X-NC-Paginate", "true"));
        }
        String fresh = UUID.randomUUID().toString();
        pages.put(fresh, responses);
        return xml(
                page(responses, offset, count),
                Map.of(
                        "X-NC-Paginate",
                        "true",
                        "X-NC-Paginate-Token",
                        fresh,
                        "X-NC-Paginate-Total",
                        Integer.toString(responses.size())));
    }

    private static List<String> page(List<String> all, int offset, int count) {
        return all.subList(Math.min(offset, all.size()), Math.min(offset + count, all.size()));
    }

    /** @param kind element of the resource type, besides being a collection; empty for a file */
    private record Found(List<String> path, String kind, Map<String, String> properties) {}

    private List<Found> find(List<String> path) {
        return switch (path.getFirst()) {
            case "calendars" -> collections(path, world.calendars, List.of("calendars", path.get(1)));
            case "addressbooks" -> collections(path, world.addressBooks, List.of("addressbooks", "users", path.get(2)));
            default -> nodes(path);
        };
    }

    private List<Found> nodes(List<String> path) {
        Node node = world.nodes.get(String.join("/", path));
        if (node == null) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        found.add(found(node));
        String inside = String.join("/", path) + "/";
        world.nodes.forEach((name, child) -> {
            if (name.startsWith(inside) && name.indexOf('/', inside.length()) < 0) {
                found.add(found(child));
            }
        });
        return found;
    }

    private Found found(Node node) {
        byte[] content = node.content();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(DAV + "getlastmodified", http(node.modified()));
        properties.put(DAV + "getetag", text(node.etag()));
        if (content != null) {
            properties.put(DAV + "getcontentlength", Integer.toString(content.length));
            properties.put(
                    DAV + "getcontenttype",
                    node.path().getLast().endsWith(".bin") ? "application/octet-stream" : "text/plain");
        }
        if (node.path().getFirst().equals("files")) {
            properties.put(OC + "fileid", Long.toString(node.id()));
            properties.put(OC + "owner-id", node.owner());
            properties.put(
                    OC + "permissions",
                    (node.mount().equals("shared") ? "S" : "") + (node.mount().isEmpty() ? "" : "M") + "RGDNVW");
            properties.put(
                    OC + "share-types",
                    node.path().getLast().equals("Plans") ? "<oc:share-type>0</oc:share-type>" : "");
            properties.put(OC + "favorite", "0");
            properties.put(NC + "mount-type", node.mount());
            properties.put(NC + "is-encrypted", node.sealed() ? "1" : "0");
            properties.put(NC + "creation_time", "0");
            properties.put(NC + "upload_time", Long.toString(node.modified()));
        }
        properties.put(OC + "size", Long.toString(size(node)));
        node.more().forEach((name, value) -> properties.put(NC + name, text(value)));
        return new Found(node.path(), node.folder() ? "collection" : "", properties);
    }

    private long size(Node node) {
        byte[] content = node.content();
        if (content != null) {
            return content.length;
        }
        String inside = String.join("/", node.path()) + "/";
        return world.nodes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(inside))
                .map(entry -> entry.getValue().content())
                .filter(bytes -> bytes != null)
                .mapToLong(bytes -> bytes.length)
                .sum();
    }

    private static List<Found> collections(List<String> path, Map<String, List<Collection>> all, List<String> home) {
        List<Collection> own = all.getOrDefault(home.getLast(), List.of());
        List<Found> found = new ArrayList<>();
        if (path.equals(home)) {
            found.add(new Found(home, "collection", Map.of()));
            own.forEach(collection -> found.add(found(home, collection)));
        } else {
            own.stream()
                    .filter(collection -> collection.name().equals(path.get(home.size())))
                    .forEach(collection -> {
                        if (path.size() == home.size() + 1) {
                            found.add(found(home, collection));
                            collection.entries().forEach((name, content) -> found.add(entry(path, name, content)));
                        } else {
                            String content = collection.entries().get(path.getLast());
                            if (content != null) {
                                found.add(entry(path.subList(0, path.size() - 1), path.getLast(), content));
                            }
                        }
                    });
        }
        return found;
    }

    private static Found found(List<String> home, Collection collection) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(DAV + "displayname", text(collection.title()));
        properties.put(OC + "owner-principal", text("principals/users/" + collection.owner()));
        if (collection.kind().equals("calendar")) {
            properties.put(
                    CAL + "supported-calendar-component-set", "<cal:comp name=\"VEVENT\"/><cal:comp name=\"VTODO\"/>");
        }
        if (collection.kind().equals("subscribed")) {
            properties.put(CS + "source", "<d:href>https://holidays.example/all.ics</d:href>");
        }
        return new Found(
                Stream.concat(home.stream(), Stream.of(collection.name())).toList(), collection.kind(), properties);
    }

    private static Found entry(List<String> collection, String name, String content) {
        return new Found(
                Stream.concat(collection.stream(), Stream.of(name)).toList(),
                "",
                Map.of(
                        DAV + "getlastmodified",
                        http(NextcloudWorld.START),
                        DAV + "getcontentlength",
                        Integer.toString(content.getBytes(StandardCharsets.UTF_8).length)));
    }

    private Answer get(Asked asked, List<String> path) {
        boolean shelf = path.getFirst().equals("calendars") || path.getFirst().equals("addressbooks");
        if (shelf) {
            return shelf(asked, path);
        }
        Node node = world.nodes.get(String.join("/", path));
        if (node == null) {
            return error(404, "NotFound", "File not found");
        }
        byte[] content = node.content();
        if (content == null) {
            // a success that is not the content
            return page("This is the WebDAV interface. It can only be accessed by WebDAV clients such as the Nextcloud"
                    + " desktop sync client.");
        }
        if (node.broken()) {
            return error(500, "Internal Server Error", "the storage is broken");
        }
        Map<String, String> headers = new LinkedHashMap<>(
                Map.of("ETag", node.etag(), "Accept-Ranges", "bytes", "Content-Disposition", "attachment"));
        String range = asked.header("Range");
        if (range == null || !ranges) {
            return new Answer(200, "application/octet-stream", headers, content);
        }
        int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        headers.put("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        return new Answer(206, "application/octet-stream", headers, Arrays.copyOfRange(content, from, content.length));
    }

    private Answer shelf(Asked asked, List<String> path) {
        boolean calendars = path.getFirst().equals("calendars");
        int home = calendars ? 2 : 3;
        Collection collection = (calendars ? world.calendars : world.addressBooks)
                .getOrDefault(path.get(home - 1), List.of()).stream()
                        .filter(one -> one.name().equals(path.get(home)))
                        .findFirst()
                        .orElse(null);
        if (collection == null) {
            return error(404, "NotFound", "not found");
        }
        String type = calendars ? "text/calendar" : "text/directory";
        if (path.size() > home + 1) {
            String content = collection.entries().get(path.getLast());
            return content == null
                    ? error(404, "NotFound", "not found")
                    : new Answer(200, type, Map.of(), content.getBytes(StandardCharsets.UTF_8));
        }
        if (!asked.query().containsKey("export")) {
            return page("a collection");
        }
        if (collection.exportFails()) {
            return error(500, "Internal Server Error", "This calendar is not valid");
        }
        String whole = calendars
                ? calendar(collection)
                : String.join("", collection.entries().values());
        if (collection.name().equals(truncated)) {
            whole = whole.substring(0, whole.length() - 20);
        }
        return new Answer(200, type, Map.of(), whole.getBytes(StandardCharsets.UTF_8));
    }

    /** All entries in one calendar, without those that are found invalid, and without a word about them. */
    private static String calendar(Collection collection) {
        StringBuilder whole =
                new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//SabreDAV//SabreDAV//EN\r\n");
        collection.entries().forEach((name, content) -> {
            if (!collection.invalid().contains(name)) {
                int start = content.indexOf("BEGIN:V", 1);
                whole.append(content, start, content.indexOf("END:VCALENDAR"));
            }
        });
        return whole.append("END:VCALENDAR\r\n").toString();
    }

    private static List<String> wanted(String body) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            NodeList props = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                    .getElementsByTagNameNS(DAV, "prop")
                    .item(0)
                    .getChildNodes();
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < props.getLength(); i++) {
                if (props.item(i) instanceof Element element) {
                    wanted.add(element.getNamespaceURI() + element.getLocalName());
                }
            }
            return wanted;
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What a thing has comes in one block, what it lacks in another with 404: that is normal. */
    private static String response(Found found, List<String> wanted) {
        StringBuilder has = new StringBuilder();
        StringBuilder lacks = new StringBuilder();
        for (String name : wanted) {
            String value = name.equals(DAV + "resourcetype")
                    ? kind(found)
                    : found.properties().get(name);
            if (value == null) {
                lacks.append(element(name, ""));
            } else {
                has.append(element(name, value));
            }
        }
        String href = "/remote.php/dav/"
                + found.path().stream()
                        .map(part ->
                                URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                        .collect(Collectors.joining("/"))
                + (found.kind().isEmpty() ? "" : "/");
        return "<d:response><d:href>" + href + "</d:href>" + block(has, "200 OK") + block(lacks, "404 Not Found")
                + "</d:response>";
    }

    private static String block(StringBuilder properties, String status) {
        return properties.isEmpty()
                ? ""
                : "<d:propstat><d:prop>" + properties + "</d:prop><d:status>HTTP/1.1 " + status
                        + "</d:status></d:propstat>";
    }

    private static String kind(Found found) {
        return switch (found.kind()) {
            case "" -> "";
            case "collection" -> "<d:collection/>";
            case "calendar" -> "<d:collection/><cal:calendar/>";
            case "addressbook" -> "<d:collection/><card:addressbook/>";
            case "subscribed" -> "<d:collection/><cs:subscribed/>";
            case "trash-bin" -> "<d:collection/><nc:trash-bin/>";
            default -> "<d:collection/><cal:" + found.kind() + "/>";
        };
    }

    private static String element(String name, String value) {
        String prefix = name.startsWith(DAV)
                ? "d:" + name.substring(DAV.length())
                : name.startsWith(OC)
                        ? "oc:" + name.substring(OC.length())
                        : name.startsWith(NC)
                                ? "nc:" + name.substring(NC.length())
                                : name.startsWith(CAL)
                                        ? "cal:" + name.substring(CAL.length())
                                        : "cs:" + name.substring(CS.length());
        return value.isEmpty() ? "<" + prefix + "/>" : "<" + prefix + ">" + value + "</" + prefix + ">";
    }

    private static Answer xml(List<String> responses, Map<String, String> headers) {
        String body = "<?xml version=\"1.0\"?>\n<d:multistatus xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\""
                + " xmlns:cal=\"" + CAL + "\" xmlns:cs=\"" + CS + "\" xmlns:oc=\"" + OC + "\" xmlns:nc=\"" + NC
                + "\" xmlns:card=\"urn:ietf:params:xml:ns:carddav\">" + String.join("", responses)
                + "</d:multistatus>";
        return new Answer(207, "application/xml; charset=utf-8", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer error(int status, String exception, String message) {
        return new Answer(
                status,
                "application/xml; charset=utf-8",
                status == 401 ? Map.of("WWW-Authenticate", "Basic realm=\"Nextcloud\"") : Map.of(),
                ("<?xml version=\"1.0\" encoding=\"utf-8\"?><d:error xmlns:d=\"DAV:\""
                                + " xmlns:s=\"http://sabredav.org/ns\"><s:exception>Sabre\\DAV\\Exception\\" + exception
                                + "</s:exception><s:message>" + message + "</s:message></d:error>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static Answer page(String words) {
        return new Answer(
                200,
                "text/html; charset=UTF-8",
                Map.of(),
                ("<html>" + words + "</html>").getBytes(StandardCharsets.UTF_8));
    }

    private static String http(long seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
    }

    private static String text(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static int number(@Nullable String value, int otherwise) {
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
