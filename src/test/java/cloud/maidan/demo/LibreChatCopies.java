package cloud.maidan.demo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers like rag_api 0.9 and Meilisearch beside a LibreChat (shared sheet {@code services/librechat.md}, section 4). */
public final class LibreChatCopies {

    public static final String RAG_TOKEN = "invented.rag.token";
    public static final String MEILI_KEY = "invented-meili-key";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> INDEXES = Set.of("messages", "convos");
    private static final int LOOKS_UNTIL_DONE = 2;

    /** Files that were cut into vectors. */
    private final Set<String> vectors = ConcurrentHashMap.newKeySet();
    /** How many entries each account has in an index: {@code messages 6900…}. */
    private final Map<String, Integer> indexed = new ConcurrentHashMap<>();

    private final Map<Integer, Job> tasks = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger(100);
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private volatile boolean keeping;
    private volatile boolean failing;
    private volatile boolean withoutIndexes;

    /** @param looks how often it was asked for */
    private record Job(String entries, AtomicInteger looks, boolean fails) {}

    record Said(int status, String body) {}

    LibreChatCopies() {
        vectors.add("f-plan");
        vectors.add("f-of-others");
        for (String index : INDEXES) {
            indexed.put(index + " " + LibreChatWorld.MEMBER, 3);
            indexed.put(index + " " + LibreChatWorld.MODERATOR, 2);
        }
    }

    public Set<String> vectors() {
        return Set.copyOf(vectors);
    }

    public Map<String, Integer> indexed() {
        return Map.copyOf(indexed);
    }

    public List<String> effects() {
        return List.copyOf(effects);
    }

    public void keepWhatIsErased() {
        keeping = true;
    }

    /** What the index is told next fails. */
    public void failNext() {
        failing = true;
    }

    /** Nothing was ever indexed. */
    public void withoutIndexes() {
        withoutIndexes = true;
    }

    Said answer(String method, String path, String authorization, String body) {
        if (path.startsWith("/rag/")) {
            return rag(method, path, authorization, body);
        }
        if (!authorization.equals("Bearer " + MEILI_KEY)) {
            return new Said(403, error("invalid_api_key"));
        }
        String[] parts = path.split("/");
        if (method.equals("GET") && parts.length == 4 && parts[2].equals("tasks")) {
            return look(Integer.parseInt(parts[3]));
        }
        if (!method.equals("POST") || parts.length < 5) {
            return new Said(404, error("not_found"));
        }
        String index = parts[3];
        JsonNode asked = JSON.readTree(body);
        String user = asked.path("filter").asString("").replaceAll("^user = \"|\"$", "");
        if (path.endsWith("/search")) {
            return withoutIndexes
                    ? new Said(404, error("index_not_found"))
                    : new Said(
                            200,
                            "{\"hits\":[],\"limit\":0,\"estimatedTotalHits\":"
                                    + indexed.getOrDefault(index + " " + user, 0) + "}");
        }
        int task = number.incrementAndGet();
        tasks.put(task, new Job(index + " " + user, new AtomicInteger(), failing));
        failing = false;
        return new Said(202, "{\"taskUid\":" + task + ",\"indexUid\":\"" + index + "\",\"status\":\"enqueued\"}");
    }

    /** "asynchronous: poll /tasks/{uid}". */
    private Said look(int task) {
        Job job = tasks.get(task);
        if (job == null) {
            return new Said(404, error("task_not_found"));
        }
        int looks = job.looks().incrementAndGet();
        if (looks < LOOKS_UNTIL_DONE) {
            return new Said(200, "{\"uid\":" + task + ",\"status\":\"processing\",\"error\":null}");
        }
        if (withoutIndexes || job.fails()) {
            return new Said(
                    200,
                    "{\"uid\":" + task + ",\"status\":\"failed\",\"error\":"
                            + error(withoutIndexes ? "index_not_found" : "internal") + "}");
        }
        if (!keeping && indexed.remove(job.entries()) != null) {
            effects.add("index " + job.entries().replaceFirst(" .*", ""));
        }
        return new Said(200, "{\"uid\":" + task + ",\"status\":\"succeeded\",\"error\":null}");
    }

    /** "404 if any id is unknown (others were still deleted)". */
    private Said rag(String method, String path, String authorization, String body) {
        if (!path.equals("/rag/documents") || !method.equals("DELETE")) {
            return new Said(404, "{\"detail\":\"Not Found\"}");
        }
        if (!authorization.equals("Bearer " + RAG_TOKEN)) {
            return new Said(401, "{\"detail\":\"Missing or invalid Authorization header\"}");
        }
        List<String> ids =
                JSON.readTree(body).valueStream().map(id -> id.asString("")).toList();
        boolean all = vectors.containsAll(ids);
        for (String id : ids) {
            if (!keeping && vectors.remove(id)) {
                effects.add("vectors " + id);
            }
        }
        return all
                ? new Said(200, "{\"message\":\"Documents deleted successfully\"}")
                : new Said(404, "{\"detail\":\"One or more IDs not found\"}");
    }

    private static String error(String code) {
        return "{\"message\":\"invented\",\"code\":\"" + code + "\",\"type\":\"invalid_request\"}";
    }
}
