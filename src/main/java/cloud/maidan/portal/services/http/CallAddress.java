package cloud.maidan.portal.services.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/** Where a call goes: the service's address, a path whose places are filled with encoded values, and parameters. */
class CallAddress {

    private static final Pattern VALUE = Pattern.compile("\\{[^}]*}");

    private final String target;
    private final List<String> parameters = new ArrayList<>();

    /** @throws IllegalArgumentException when values and places do not match, or a value would change the path */
    CallAddress(String service, String path, Object[] values) {
        this.target = service + filled(path, values);
    }

    void with(String parameter, String value) {
        parameters.add(encoded(parameter) + "=" + encoded(value));
    }

    URI uri() {
        String query = parameters.isEmpty() ? "" : (target.contains("?") ? "&" : "?") + String.join("&", parameters);
        return URI.create(target + query);
    }

    private static String filled(String path, Object[] values) {
        List<String> encoded = new ArrayList<>();
        for (Object value : values) {
            encoded.add(segment(value.toString()));
        }
        Iterator<String> next = encoded.iterator();
        String filled = VALUE.matcher(path).replaceAll(found -> quoted(found, next));
        if (next.hasNext()) {
            throw new IllegalArgumentException("more values than places in " + path);
        }
        return filled;
    }

    private static String quoted(MatchResult place, Iterator<String> values) {
        if (!values.hasNext()) {
            throw new IllegalArgumentException("no value for " + place.group());
        }
        return Matcher.quoteReplacement(values.next());
    }

    private static String segment(String value) {
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException("not a part of an address");
        }
        return encoded(value);
    }

    private static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }
}
