package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.IOException;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the answers to one call as JSON. JSON of another form is {@link Fault#UNREADABLE}. */
class JsonAnswers {

    private static final int MOST_OF_A_REFUSAL = 64 * 1024;

    private final JsonMapper mapper;
    private final String name;

    /** @param name of the call, for messages */
    JsonAnswers(JsonMapper mapper, String name) {
        this.mapper = mapper;
        this.name = name;
    }

    <T> T read(Body body, Class<T> type) {
        return value(body, mapper.constructType(type));
    }

    <T> T read(Body body, TypeReference<T> type) {
        return value(body, mapper.constructType(type));
    }

    /** Hands over a sequence of values, on lines of their own or not. */
    <T> void eachLine(Body body, Class<T> type, Consumer<T> sink) {
        try (JsonParser parser = mapper.createParser(body.content())) {
            while (parser.nextToken() != null) {
                sink.accept(part(parser, type));
            }
        }
    }

    private <T> T value(Body body, JavaType type) {
        T value = mapper.readValue(body.content(), type);
        if (value == null) {
            throw new ServiceFault(Fault.UNREADABLE, null, name + " answered null", null);
        }
        return value;
    }

    JsonNode tree(Body body) {
        return mapper.readTree(body.content());
    }

    /** The start of a refusal, as far as it can be read. */
    JsonNode refusal(Body body) {
        try {
            byte[] start = body.content().readNBytes(MOST_OF_A_REFUSAL);
            return start.length == 0 ? MissingNode.getInstance() : mapper.readTree(start);
        } catch (ServiceFault | JacksonException | IOException e) {
            return MissingNode.getInstance(); // what the status says stands anyway
        }
    }

    /** Hands over one list of an object piece by piece; what is returned is the rest of it. */
    <T> JsonNode each(Body body, String list, Class<T> type, Consumer<T> sink) {
        ObjectNode rest = mapper.createObjectNode();
        boolean seen = false;
        try (JsonParser parser = mapper.createParser(body.content())) {
            mustBe(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken start = parser.nextToken();
                if (!field.equals(list)) {
                    rest.set(field, part(parser, JsonNode.class));
                    continue;
                }
                mustBe(start == JsonToken.START_ARRAY && !seen);
                seen = true;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    sink.accept(part(parser, type));
                }
            }
            mustBe(parser.currentToken() == JsonToken.END_OBJECT && seen && parser.nextToken() == null);
        }
        return rest;
    }

    private <T> T part(JsonParser parser, Class<T> type) {
        return mapper.readerFor(type)
                .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readValue(parser);
    }

    private void mustBe(boolean expected) {
        if (!expected) {
            throw new ServiceFault(Fault.UNREADABLE, null, name + " answered JSON of another form", null);
        }
    }
}
