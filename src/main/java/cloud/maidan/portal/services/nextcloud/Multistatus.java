package cloud.maidan.portal.services.nextcloud;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads WebDAV's 207 while it arrives (RFC 4918 section 13); properties that a thing lacks come in blocks of their own. */
final class Multistatus {

    private static final String DAV = "DAV:";
    private static final String ROOT = "/remote.php/dav/";

    private final XMLStreamReader xml;

    private Multistatus(XMLStreamReader xml) {
        this.xml = xml;
    }

    static void read(XMLStreamReader xml, Consumer<DavItem> sink) throws XMLStreamException {
        new Multistatus(xml).items(sink);
    }

    private void items(Consumer<DavItem> sink) throws XMLStreamException {
        xml.nextTag();
        xml.require(XMLStreamConstants.START_ELEMENT, DAV, "multistatus");
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (at("response")) {
                item(sink);
            } else {
                skip();
            }
        }
    }

    private void item(Consumer<DavItem> sink) throws XMLStreamException {
        String href = "";
        Set<String> kinds = new HashSet<>();
        Map<String, String> properties = new HashMap<>();
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (at("href")) {
                href = xml.getElementText();
            } else if (at("propstat")) {
                propstat(kinds, properties);
            } else {
                skip();
            }
        }
        sink.accept(new DavItem(path(href.strip()), kinds, properties));
    }

    private void propstat(Set<String> kinds, Map<String, String> properties) throws XMLStreamException {
        Set<String> kindsHere = new HashSet<>();
        Map<String, String> here = new HashMap<>();
        String status = "";
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (at("prop")) {
                properties(kindsHere, here);
            } else if (at("status")) {
                status = xml.getElementText();
            } else {
                skip();
            }
        }
        if (status.contains(" 200 ")) {
            kinds.addAll(kindsHere);
            properties.putAll(here);
        }
    }

    private void properties(Set<String> kinds, Map<String, String> properties) throws XMLStreamException {
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (at("resourcetype")) {
                while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                    kinds.add(xml.getLocalName());
                    skip();
                }
            } else {
                String name = xml.getLocalName();
                properties.put(name, value());
            }
        }
    }

    /** Text of the element and all in it; components of a calendar stand in attributes. */
    private String value() throws XMLStreamException {
        List<String> parts = new ArrayList<>();
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    String name = xml.getAttributeValue(null, "name");
                    if (name != null) {
                        parts.add(name);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!xml.getText().isBlank()) {
                        parts.add(xml.getText().strip());
                    }
                }
                default -> {}
            }
        }
        return String.join(" ", parts);
    }

    private void skip() throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private boolean at(String name) {
        return xml.getLocalName().equals(name) && DAV.equals(xml.getNamespaceURI());
    }

    /** Nextcloud may live below a path of its own, so what counts starts behind the root of all its WebDAV. */
    private static List<String> path(String href) throws XMLStreamException {
        int root = href.indexOf(ROOT);
        if (root < 0) {
            throw new XMLStreamException("an address elsewhere");
        }
        try {
            return Arrays.stream(href.substring(root + ROOT.length()).split("/"))
                    .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new XMLStreamException("an address that cannot be decoded");
        }
    }
}
