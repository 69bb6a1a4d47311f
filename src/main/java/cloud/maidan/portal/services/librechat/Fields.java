package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Fields of a document, and documents as JSON: ids as text, times as ISO 8601 in UTC. */
final class Fields {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Fields() {}

    /** Empty when there is none, or no text. */
    static String text(BsonDocument document, String name) {
        BsonValue value = at(document, name);
        return value.isString() ? value.asString().getValue() : "";
    }

    /** @throws ServiceFault {@link Fault#UNREADABLE} when there is none: the schema says that there always is */
    static String needed(BsonDocument document, String name) {
        BsonValue value = at(document, name);
        if (value.isString()) {
            return value.asString().getValue();
        }
        if (value.isObjectId()) {
            return value.asObjectId().getValue().toHexString();
        }
        throw new ServiceFault(Fault.UNREADABLE, null, "librechat: a document without " + name, null);
    }

    static @Nullable Instant time(BsonDocument document, String name) {
        BsonValue value = at(document, name);
        return value.isDateTime() ? Instant.ofEpochMilli(value.asDateTime().getValue()) : null;
    }

    static boolean flag(BsonDocument document, String name) {
        BsonValue value = at(document, name);
        return value.isBoolean() && value.asBoolean().getValue();
    }

    static long number(BsonDocument document, String name) {
        BsonValue value = at(document, name);
        return value.isNumber() ? value.asNumber().longValue() : 0;
    }

    /** Empty when there is none. */
    static List<BsonValue> list(BsonDocument document, String name) {
        BsonValue value = at(document, name);
        return value.isArray() ? value.asArray().getValues() : List.of();
    }

    /** A field, or one in a field, such as {@code actor.id}; null of BSON when there is none. */
    static BsonValue at(BsonDocument document, String path) {
        BsonValue value = document;
        for (String name : path.split("\\.")) {
            value = value.isDocument() ? value.asDocument().get(name, BsonNull.VALUE) : BsonNull.VALUE;
        }
        return value;
    }

    static ObjectNode json(BsonDocument document) {
        ObjectNode object = JSON.objectNode();
        document.forEach((name, value) -> object.set(name, json(value)));
        return object;
    }

    static JsonNode json(BsonValue value) {
        return switch (value.getBsonType()) {
            case DOCUMENT -> json(value.asDocument());
            case ARRAY -> json(value.asArray());
            case STRING -> JSON.stringNode(value.asString().getValue());
            case BOOLEAN -> JSON.booleanNode(value.asBoolean().getValue());
            case INT32 -> JSON.numberNode(value.asInt32().getValue());
            case INT64 -> JSON.numberNode(value.asInt64().getValue());
            case DOUBLE -> JSON.numberNode(value.asDouble().getValue());
            case DATE_TIME ->
                JSON.stringNode(
                        Instant.ofEpochMilli(value.asDateTime().getValue()).toString());
            case OBJECT_ID -> JSON.stringNode(value.asObjectId().getValue().toHexString());
            case BINARY ->
                JSON.stringNode(
                        Base64.getEncoder().encodeToString(value.asBinary().getData()));
            case DECIMAL128 -> JSON.stringNode(value.asDecimal128().getValue().toString());
            case NULL, UNDEFINED -> JSON.nullNode();
            default -> JSON.stringNode(value.toString());
        };
    }

    private static ArrayNode json(BsonArray values) {
        ArrayNode array = JSON.arrayNode();
        values.forEach(value -> array.add(json(value)));
        return array;
    }
}
