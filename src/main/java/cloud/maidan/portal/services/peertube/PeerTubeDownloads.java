package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.ServiceHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;

/** Takes files from below PeerTube's {@code /download}, from any byte on. */
class PeerTubeDownloads {

    private final ServiceHttp open;
    private final Supplier<ServiceHttp> signedIn;
    private final PeerTubeProperties properties;

    PeerTubeDownloads(ServiceHttp open, Supplier<ServiceHttp> signedIn, PeerTubeProperties properties) {
        this.open = open;
        this.signedIn = signedIn;
        this.properties = properties;
    }

    /**
     * Hands over an archive from a byte on. Its address carries a token, so we do not identify ourselves.
     *
     * @return false when the address is no longer good: asked for anew it may be
     */
    boolean archive(URI address, long from, Consumer<Body> taker) {
        try {
            return download(open, address, from, properties.largestArchive(), taker);
        } catch (ServiceFault fault) {
            if (fault.fault() == Fault.REFUSED) {
                return false;
            }
            throw fault;
        }
    }

    /** Hands over a video's file from a byte on; false when PeerTube no longer has it. */
    boolean file(URI address, long from, Consumer<Body> taker) {
        return download(signedIn.get(), address, from, properties.largestFile(), taker);
    }

    /**
     * The address is the one that members use, which may not exist from where we are; and whatever stands in it, we ask
     * nobody but PeerTube.
     */
    private boolean download(ServiceHttp line, URI address, long from, DataSize most, Consumer<Body> taker) {
        String path = address.getRawPath();
        if (path == null || !path.startsWith("/download/")) {
            return PeerTubeClient.misread();
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.substring("/download/".length()).split("/")) {
            parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        Call call = line.get("/download" + "/{part}".repeat(parts.size()), parts.toArray())
                .within(properties.fileWithin())
                .atMost(most.toBytes());
        parameters(address, call);
        if (from > 0) {
            call.saying("Range", "bytes=" + from + "-");
        }
        return call.streamIfPresent(body -> {
                    taker.accept(beginning(body, from));
                    return true;
                })
                .isPresent();
    }

    private static void parameters(URI address, Call call) {
        String query = address.getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            call.with(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
    }

    /** A server or a proxy may send the whole though a part was asked for. */
    private static Body beginning(Body body, long from) {
        if (from == 0) {
            return body;
        }
        if (body.status() == 206) {
            String range = body.header("Content-Range").orElse("");
            return range.startsWith("bytes " + from + "-") ? body : PeerTubeClient.misread();
        }
        try {
            InputStream content = body.content();
            content.skipNBytes(from);
            OptionalLong length = body.length().isPresent()
                    ? OptionalLong.of(body.length().getAsLong() - from)
                    : OptionalLong.empty();
            return new Body(content, length, body.type(), body.status(), body.headers());
        } catch (IOException shorter) {
            return PeerTubeClient.misread();
        }
    }
}
