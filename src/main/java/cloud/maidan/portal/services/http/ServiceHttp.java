package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.ServiceId;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A line to one service. Every question has a deadline and a size limit; see {@link Call}. */
public final class ServiceHttp {

    private final ServiceId service;
    private final String address;
    private final Authorization authorization;
    private final Function<JsonNode, Optional<Duration>> waitingHint;
    private final OutboundHttp.Wire wire;

    ServiceHttp(
            ServiceId service,
            URI address,
            Authorization authorization,
            Function<JsonNode, Optional<Duration>> waitingHint,
            OutboundHttp.Wire wire) {
        this.service = service;
        this.address = withoutTrailingSlash(address.toString());
        this.authorization = authorization;
        this.waitingHint = waitingHint;
        this.wire = wire;
    }

    /**
     * Prepares a question.
     *
     * @param path below the service's address, with {@code {name}} for each value, such as
     *     {@code /_synapse/admin/v2/users/{user}}; stands in logs as it is, so it holds no values itself
     * @param values in order; every character that could be more than text is encoded
     */
    public Call get(String path, Object... values) {
        return call("GET", path, values);
    }

    /** As {@link #get}; give the content with {@link Call#sending}. */
    public Call post(String path, Object... values) {
        return call("POST", path, values);
    }

    /** As {@link #get}; give the content with {@link Call#sending}. */
    public Call put(String path, Object... values) {
        return call("PUT", path, values);
    }

    /** As {@link #put}: changes the named parts alone (RFC 5789). */
    public Call patch(String path, Object... values) {
        return call("PATCH", path, values);
    }

    /** As {@link #get}; the answer to a removal often has no content, see {@link Call#answer}. */
    public Call delete(String path, Object... values) {
        return call("DELETE", path, values);
    }

    /** As {@link #get}: WebDAV's properties of one thing, or of what it holds (RFC 4918 section 9.1). */
    public Call propfind(String path, Object... values) {
        return call("PROPFIND", path, values);
    }

    /** As {@link #get}: a search that a WebDAV collection offers (RFC 3253 section 3.6). */
    public Call report(String path, Object... values) {
        return call("REPORT", path, values);
    }

    /**
     * Opens a WebSocket; what is heard over it together stays below the size limit of one answer.
     *
     * @param path below the service's address, without values
     * @param within from the first attempt to connect to the last message
     */
    public Conversation converse(String path, Duration within) {
        return Conversation.open(
                new WebSocketHandshake(URI.create(address + path), authorization),
                service + ": WebSocket " + path,
                within,
                wire);
    }

    private Call call(String method, String path, Object... values) {
        return new Call(service, address, method, path, values, authorization, waitingHint, wire);
    }

    private static String withoutTrailingSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
