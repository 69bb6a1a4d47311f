package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One question to a service. The deadline counts from the first attempt to connect to the last byte. What goes wrong
 * is thrown as {@link ServiceFault}, whose message names the service, the path without its values, and the status;
 * never content, credentials or parameters:
 *
 * <ul>
 *   <li>{@link Fault#UNREACHABLE}: connection refused, unknown host, no trusted certificate
 *   <li>{@link Fault#TIMED_OUT}: not everything had arrived at the deadline, or the thread was interrupted
 *   <li>{@link Fault#REFUSED}: 401, 403 and every other 4xx that the adapter did not ask for
 *   <li>{@link Fault#RATE_LIMITED}: 429; with the time when to ask again, one hour ahead at most
 *   <li>{@link Fault#BROKEN}: 5xx (503 may say when to ask again), or the connection ended before an answer
 *   <li>{@link Fault#UNREADABLE}: no HTTP, no JSON, JSON of another form, cut short, or an unexpected 404
 *   <li>{@link Fault#TOO_LARGE}: longer than the limit
 *   <li>{@link Fault#REDIRECTED}: any 3xx; the target is never contacted
 * </ul>
 */
public final class Call {

    private final ServiceId service;
    private final String name;
    private final String method;
    private final CallAddress address;
    private final Authorization authorization;
    private final Function<JsonNode, Optional<Duration>> waitingHint;
    private final OutboundHttp.Wire wire;
    private final JsonAnswers json;
    private final Map<String, String> headers = new HashMap<>();
    private final Set<Integer> accepted = new HashSet<>();
    private Duration deadline;
    private @Nullable Duration silence;
    private long mostBytes;
    private @Nullable HttpEntity content;

    Call(
            ServiceId service,
            String address,
            String method,
            String path,
            Object[] values,
            Authorization authorization,
            Function<JsonNode, Optional<Duration>> waitingHint,
            OutboundHttp.Wire wire) {
        this.service = service;
        this.name = service + ": " + method + " " + path;
        this.method = method;
        this.address = new CallAddress(address, path, values);
        this.authorization = authorization;
        this.waitingHint = waitingHint;
        this.wire = wire;
        this.json = new JsonAnswers(wire.json(), name);
        this.deadline = wire.limits().answer();
        this.mostBytes = wire.limits().size().toBytes();
    }

    /** Adds a parameter to the address. */
    public Call with(String parameter, Object value) {
        address.with(parameter, value.toString());
        return this;
    }

    /** Adds a parameter unless there is no value. */
    public Call with(String parameter, Optional<?> value) {
        return value.map(present -> with(parameter, (Object) present)).orElse(this);
    }

    /** Sets the time by which everything must have arrived. */
    public Call within(Duration limit) {
        deadline = limit;
        return this;
    }

    /** Sets how long nothing may arrive while more is due, for answers that may take long in all. */
    public Call silentAtMost(Duration limit) {
        silence = limit;
        return this;
    }

    /** Sets how many bytes the answer may have. */
    public Call atMost(long bytes) {
        mostBytes = bytes;
        return this;
    }

    /** Sends content as JSON. */
    public Call sending(Object json) {
        content = new ByteArrayEntity(wire.json().writeValueAsBytes(json), ContentType.APPLICATION_JSON);
        return this;
    }

    /** Sends content as it is. @param type its media type, such as {@code application/xml} */
    public Call sending(String text, String type) {
        content = new StringEntity(text, ContentType.create(type, StandardCharsets.UTF_8));
        return this;
    }

    /** Adds a header. */
    public Call saying(String header, Object value) {
        headers.put(header, value.toString());
        return this;
    }

    /** Takes a status of 300 to 399 as an {@link #answer} that says something else than "elsewhere", such as 304. */
    public Call accepting(int status) {
        accepted.add(status);
        return this;
    }

    /** The answer as a value. */
    public <T> T json(Class<T> type) {
        return present(jsonIfPresent(type));
    }

    public <T> T json(TypeReference<T> type) {
        return present(jsonIfPresent(type));
    }

    /** As {@link #json}; empty when the service answers 404. */
    public <T> Optional<T> jsonIfPresent(Class<T> type) {
        return ifPresent(body -> json.read(body, type));
    }

    /**
     * As {@link #jsonIfPresent}, for a service whose refusals tell a missing thing from a wrong address.
     *
     * @param absent whether a refusal means that there is no such thing
     */
    public <T> Optional<T> jsonUnless(Class<T> type, Predicate<Answer> absent) {
        return exchange((response, body) -> {
            int status = response.getCode();
            if (status >= 200 && status < 300) {
                return Optional.of(json.read(body, type));
            }
            JsonNode refusal = json.refusal(body);
            Answer answer = new Answer(status, refusal, retryAt(response, refusal), body.headers());
            if (absent.test(answer)) {
                return Optional.empty();
            }
            throw fault(status, answer.retryAt().orElse(null));
        });
    }

    public <T> Optional<T> jsonIfPresent(TypeReference<T> type) {
        return ifPresent(body -> json.read(body, type));
    }

    /**
     * Reads one list of the answer piece by piece, never as a whole.
     *
     * @param list name of the list's field in the answer's object
     * @return the object's other fields, such as where the next page starts
     */
    public <T> JsonNode each(String list, Class<T> type, Consumer<T> sink) {
        return present(ifPresent(body -> json.each(body, list, type, sink)));
    }

    /** Reads an answer that is a sequence of JSON values, on lines of their own or not, piece by piece. */
    public <T> void eachLine(Class<T> type, Consumer<T> sink) {
        present(ifPresent(body -> {
            json.eachLine(body, type, sink);
            return true;
        }));
    }

    /** Hands over the body while it arrives. */
    public <R> R stream(Body.Reader<R> reader) {
        return present(streamIfPresent(reader));
    }

    /** As {@link #stream}; empty when the service answers 404. */
    public <R> Optional<R> streamIfPresent(Body.Reader<R> reader) {
        return ifPresent(reader);
    }

    /** Reads an answer in XML while it arrives; a document type, and so every entity of its own, is refused. */
    public <R> R xml(XmlAnswer.Reader<R> reader) {
        return present(xmlIfPresent(reader));
    }

    /** As {@link #xml}; empty when the service answers 404. */
    public <R> Optional<R> xmlIfPresent(XmlAnswer.Reader<R> reader) {
        return ifPresent(body -> XmlAnswer.read(body, name, reader));
    }

    /** Whatever the service answered, for an adapter that tells refusals apart; only 3xx is a fault. */
    public Answer answer() {
        return exchange((response, body) -> {
            int status = response.getCode();
            if (status >= 200 && status < 300) {
                return new Answer(
                        status,
                        body.length().equals(OptionalLong.of(0)) ? MissingNode.getInstance() : json.tree(body),
                        Optional.empty(),
                        body.headers());
            }
            JsonNode refusal = json.refusal(body);
            return new Answer(status, refusal, retryAt(response, refusal), body.headers());
        });
    }

    /** Throws the fault that the answer stands for, unless it is a success. */
    public Answer orFault(Answer answer) {
        if (!answer.succeeded()) {
            throw fault(answer.status(), answer.retryAt().orElse(null));
        }
        return answer;
    }

    private <R> Optional<R> ifPresent(Body.Reader<R> reader) {
        return exchange((response, body) -> {
            int status = response.getCode();
            if (status >= 200 && status < 300) {
                return Optional.of(reader.read(body));
            }
            if (status == 404) {
                return Optional.empty();
            }
            Instant later = status == 429 || status == 503
                    ? retryAt(response, status == 429 ? json.refusal(body) : MissingNode.getInstance())
                            .orElse(null)
                    : null;
            throw fault(status, later);
        });
    }

    private <R> R present(Optional<R> answer) {
        return answer.orElseThrow(() -> fault(404, null));
    }

    private <R> R exchange(Exchange<R> exchange) {
        HttpUriRequestBase request = request();
        try (Alarm alarm = Alarm.in(deadline, request::cancel, wire.alarms())) {
            try {
                ClassicHttpResponse response = wire.client().executeOpen(null, request, null);
                return receive(request, response, alarm, exchange);
            } catch (IOException | JacksonException e) {
                throw Faults.of(e, name, alarm.rang());
            } catch (IllegalStateException e) {
                if (!alarm.rang()) {
                    throw e;
                }
                throw Faults.of(e, name, true); // cancelled before it had a connection
            }
        }
    }

    private <R> R receive(HttpUriRequestBase request, ClassicHttpResponse response, Alarm alarm, Exchange<R> exchange)
            throws IOException {
        BoundedBody content = null;
        try {
            int status = response.getCode();
            if (status >= 300 && status < 400 && !accepted.contains(status)) {
                throw new ServiceFault(Fault.REDIRECTED, null, name + " answered " + status, null);
            }
            HttpEntity entity = response.getEntity();
            content = entity == null
                    ? BoundedBody.empty(name, alarm)
                    : BoundedBody.of(entity.getContent(), entity.getContentLength(), mostBytes, name, alarm);
            return exchange.take(
                    response,
                    new Body(
                            content,
                            content.length(),
                            Optional.ofNullable(entity == null ? null : entity.getContentType()),
                            status,
                            headersOf(response)));
        } finally {
            if (content == null || !content.ended()) {
                // closing alone would first read the body to its end
                request.cancel();
            }
            closeQuietly(response);
        }
    }

    private static Map<String, String> headersOf(ClassicHttpResponse response) {
        Map<String, String> first = new HashMap<>();
        for (Header header : response.getHeaders()) {
            if (header.getValue() != null) {
                first.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        return first;
    }

    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            // the connection is gone; what was read stands
        }
    }

    private HttpUriRequestBase request() {
        HttpUriRequestBase request = new HttpUriRequestBase(method, address.uri());
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(deadline))
                .setResponseTimeout(Timeout.of(silence == null ? deadline : silence))
                .build());
        authorization.header().ifPresent(value -> request.setHeader("Authorization", value));
        headers.forEach(request::setHeader);
        if (content != null) {
            request.setEntity(content);
        }
        return request;
    }

    private Optional<Instant> retryAt(ClassicHttpResponse response, JsonNode refusal) {
        Header header = response.getFirstHeader("Retry-After");
        return RetryAfter.at(
                header == null ? null : header.getValue(),
                waitingHint.apply(refusal),
                wire.clock().instant());
    }

    private ServiceFault fault(int status, @Nullable Instant retryAt) {
        return Faults.ofStatus(status, retryAt, name);
    }

    @FunctionalInterface
    private interface Exchange<R> {

        R take(ClassicHttpResponse response, Body body) throws IOException;
    }
}
