package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.services.http.ServiceHttp;
import cloud.maidan.portal.services.librechat.LibreChatClient.Rights;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Removes at LibreChat: by a second account of its database, used for nothing else, and, where the portal reaches them,
 * the two copies of what is in it: the vectors of rag_api (0.9) and the search index of Meilisearch.
 */
@Component
class LibreChatEraser implements AutoCloseable {

    static final List<String> INDEXES = List.of("messages", "convos");

    /** What rag_api says when it knew not all of what it was to forget; it forgot the others. */
    private static final String NOT_ALL_KNOWN = "One or more IDs not found";

    private final ServiceAccess access;
    private final OutboundHttp http;
    private final LibreChatProperties properties;
    private final DatabaseLine database;

    LibreChatEraser(ServiceAccess access, OutboundHttp http, LibreChatProperties properties) {
        this.access = access;
        this.http = http;
        this.properties = properties;
        this.database = new DatabaseLine(access, properties, "eraser-uri");
    }

    boolean configured() {
        return database.configured();
    }

    /** Whether our account may remove; a database that asks nobody who they are lets everybody. */
    boolean mayRemove() {
        Rights rights = database.ask(Rights::of);
        return rights.users() == 0
                || rights.actions().contains("anyAction")
                || rights.actions().containsAll(List.of("remove", "update"));
    }

    /** @return how many there were */
    long remove(String collection, Bson which) {
        return database.ask(db -> documents(db, collection).deleteMany(which).getDeletedCount());
    }

    void change(String collection, Bson which, Bson change) {
        database.ask(db -> documents(db, collection).updateMany(which, change));
    }

    boolean vectors() {
        return properties.ragUrl() != null;
    }

    /** Has rag_api forget files; those it does not know are as good as forgotten. */
    void forgetVectors(List<String> files) {
        URI address = properties.ragUrl();
        if (address == null) {
            throw new IllegalStateException("rag_api is not connected");
        }
        Call call = to(address, "rag-token").delete("/documents").sending(files);
        Answer answer = call.answer();
        // an address without rag_api says 404 too, in other words
        if (answer.status() != 404 || !answer.body().path("detail").asString("").equals(NOT_ALL_KNOWN)) {
            call.orFault(answer);
        }
    }

    boolean index() {
        return properties.meiliUrl() != null;
    }

    /** Has Meilisearch forget what one index holds of an account. @return the task's number; empty without such an index */
    OptionalLong forgetIndexed(String index, String user) {
        Call call =
                meilisearch().post("/indexes/{index}/documents/delete", index).sending(Map.of("filter", of(user)));
        return indexed(call).map(said -> number(said, "taskUid")).orElse(OptionalLong.empty());
    }

    enum Task {
        UNDER_WAY,
        DONE,
        /** It failed, or is not known any more. */
        LOST
    }

    Task task(long number) {
        Call call = meilisearch().get("/tasks/{task}", number);
        Answer answer = call.answer();
        if (answer.status() == 404 && code(answer.body()).equals("task_not_found")) {
            return Task.LOST;
        }
        JsonNode task = call.orFault(answer).body();
        return switch (task.path("status").asString("")) {
            case "enqueued", "processing" -> Task.UNDER_WAY;
            case "succeeded" -> Task.DONE;
            case "failed", "canceled" -> code(task.path("error")).equals("index_not_found") ? Task.DONE : Task.LOST;
            default -> throw misread();
        };
    }

    /** How much an index still holds of an account, as far as Meilisearch estimates. */
    long indexed(String index, String user) {
        Call call = meilisearch()
                .post("/indexes/{index}/search", index)
                .sending(Map.of("q", "", "filter", of(user), "limit", 0));
        return indexed(call)
                .map(said -> number(said, "estimatedTotalHits").orElseThrow(LibreChatEraser::misread))
                .orElse(0L);
    }

    @Override
    @PreDestroy
    public void close() {
        database.close();
    }

    private static Optional<JsonNode> indexed(Call call) {
        Answer answer = call.answer();
        return answer.status() == 404 && code(answer.body()).equals("index_not_found")
                ? Optional.empty()
                : Optional.of(call.orFault(answer).body());
    }

    private static String of(String user) {
        return "user = \"" + user + "\"";
    }

    private static String code(JsonNode error) {
        return error.path("code").asString("");
    }

    private static OptionalLong number(JsonNode said, String field) {
        if (!said.path(field).isIntegralNumber()) {
            throw misread();
        }
        return OptionalLong.of(said.path(field).asLong());
    }

    private ServiceHttp meilisearch() {
        URI address = properties.meiliUrl();
        if (address == null) {
            throw new IllegalStateException("Meilisearch is not connected");
        }
        return to(address, "meili-key");
    }

    private ServiceHttp to(URI address, String secret) {
        return http.to(
                LibreChatClient.ID,
                address,
                access.secret(LibreChatClient.ID, secret)
                        .map(Authorization::bearer)
                        .orElseGet(Authorization::none));
    }

    private static MongoCollection<BsonDocument> documents(MongoDatabase database, String collection) {
        return database.getCollection(collection, BsonDocument.class);
    }

    private static ServiceFault misread() {
        return new ServiceFault(Fault.UNREADABLE, null, "librechat: Meilisearch answered in another form", null);
    }
}
