package cloud.maidan.portal.services.librechat;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.demo.LibreChatWorld;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Finding.Result;
import cloud.maidan.portal.subject.Text;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** No external AI, checked: each way by which a prompt could leave is found when somebody opens it, and only then. */
class DeparturesTests {

    private static final LibreChatStandIn STAND_IN = LibreChatStandIn.start(0, Assistant.ISSUER);
    private static final String CLEAN_STATUS = "{\"cloud\":{\"disabled\":true,\"source\":\"env\"}}";
    private static final String CLEAN_MODELS = "{\"models\":[{\"name\":\"gemma3:4b\",\"size\":3338801804}]}";

    @TempDir
    Path folder;

    private final Assistant assistant = Assistant.at(STAND_IN);

    @AfterEach
    void clean() {
        STAND_IN.ollama(CLEAN_STATUS, CLEAN_MODELS);
    }

    @AfterAll
    static void stop() {
        STAND_IN.close();
    }

    @Test
    void aCleanConfigurationGivesNoFalseAlarm() {
        LibreChatAdapter adapter = assistant.adapter();

        assertThat(adapter.findings())
                .hasSize(Way.values().length)
                .allSatisfy(finding ->
                        assertThat(finding.result()).as(finding.toString()).isEqualTo(Result.FINE));
        DataSummary summary = adapter.view(Assistant.account());
        assertThat(summary.reach()).isEmpty();
        assertThat(summary.remarks()).contains(Text.of("librechat.remark.nothing-leaves", Way.values().length));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "providers      | OPENAI_API_KEY=sk-SECRET-MARKER-x",
                "providers      | OPENAI_REVERSE_PROXY=https://api.example.com/v1",
                "providers      | ANTHROPIC_API_KEY=sk-SECRET-MARKER-x",
                "providers      | GOOGLE_KEY=SECRET-MARKER-x",
                "providers      | GOOGLE_SERVICE_KEY_FILE=/app/key.json",
                "providers      | GEMINI_API_KEY=SECRET-MARKER-x",
                "providers      | AZURE_API_KEY=SECRET-MARKER-x",
                "providers      | AZURE_OPENAI_API_INSTANCE_NAME=ours",
                "providers      | ASSISTANTS_API_KEY=SECRET-MARKER-x",
                "providers      | BEDROCK_AWS_SECRET_ACCESS_KEY=SECRET-MARKER-x",
                "providers      | OPENROUTER_KEY=SECRET-MARKER-x",
                "providers      | GROQ_API_KEY=SECRET-MARKER-x",
                "providers      | MISTRAL_API_KEY=SECRET-MARKER-x",
                "providers      | DEEPSEEK_API_KEY=SECRET-MARKER-x",
                "providers      | PERPLEXITY_API_KEY=SECRET-MARKER-x",
                "providers      | TOGETHERAI_API_KEY=SECRET-MARKER-x",
                "providers      | FIREWORKS_API_KEY=SECRET-MARKER-x",
                "providers      | ANYSCALE_API_KEY=SECRET-MARKER-x",
                "providers      | APIPIE_API_KEY=SECRET-MARKER-x",
                "providers      | SHUTTLEAI_API_KEY=SECRET-MARKER-x",
                "providers      | SOMETHING_NEW_API_KEY=SECRET-MARKER-x",
                "providers      | ENDPOINTS=openAI,custom",
                "own-keys       | OPENAI_API_KEY=user_provided",
                "own-keys       | export ANTHROPIC_API_KEY=\"user_provided\"",
                "embeddings     | EMBEDDINGS_PROVIDER=openai",
                "embeddings     | EMBEDDINGS_PROVIDER=huggingfacetei",
                "embeddings     | OLLAMA_BASE_URL=https://api.example.com",
                "embeddings     | RAG_OPENAI_API_KEY=SECRET-MARKER-x",
                "model-cloud    | OLLAMA_API_KEY=SECRET-MARKER-x",
                "web-search     | SERPER_API_KEY=SECRET-MARKER-x",
                "web-search     | FIRECRAWL_API_KEY=SECRET-MARKER-x",
                "web-search     | JINA_API_KEY=SECRET-MARKER-x",
                "web-search     | COHERE_API_KEY=SECRET-MARKER-x",
                "web-search     | TAVILY_API_KEY=SECRET-MARKER-x",
                "web-search     | SEARXNG_INSTANCE_URL=https://search.example.com",
                "speech         | STT_API_KEY=SECRET-MARKER-x",
                "speech         | TTS_API_KEY=SECRET-MARKER-x",
                "ocr            | OCR_API_KEY=SECRET-MARKER-x",
                "ocr            | OCR_BASEURL=https://api.example.com",
                "code           | LIBRECHAT_CODE_API_KEY=SECRET-MARKER-x",
                "code           | LIBRECHAT_CODE_BASEURL=https://api.example.com",
                "tools          | DALLE3_API_KEY=SECRET-MARKER-x",
                "tools          | FLUX_API_KEY=SECRET-MARKER-x",
                "tools          | GOOGLE_CSE_ID=SECRET-MARKER-x",
                "tools          | SERPAPI_API_KEY=SECRET-MARKER-x",
                "tools          | TRAVERSAAL_API_KEY=SECRET-MARKER-x",
                "tools          | WOLFRAM_APP_ID=SECRET-MARKER-x",
                "tools          | OPENWEATHER_API_KEY=SECRET-MARKER-x",
                "tools          | ZAPIER_NLA_API_KEY=SECRET-MARKER-x",
                "tools          | AZURE_AI_SEARCH_API_KEY=SECRET-MARKER-x",
                "moderation     | OPENAI_MODERATION=true",
                "moderation     | OPENAI_MODERATION_API_KEY=SECRET-MARKER-x",
                "telemetry      | LANGFUSE_SECRET_KEY=SECRET-MARKER-x",
                "telemetry      | LANGFUSE_BASE_URL=https://cloud.example.com",
                "telemetry      | OTEL_EXPORTER_OTLP_ENDPOINT=https://otel.example.com",
                "telemetry      | RUM_ENABLED=true",
                "telemetry      | ANALYTICS_GTM_ID=GTM-1",
                "telemetry      | MEILI_NO_ANALYTICS=false",
                "telemetry      | OPENID_IMAGE_URL=https://login.example.com/logo.svg",
                "storage        | AWS_ACCESS_KEY_ID=SECRET-MARKER-x",
                "storage        | FIREBASE_API_KEY=SECRET-MARKER-x",
                "storage        | AZURE_STORAGE_CONNECTION_STRING=SECRET-MARKER-x",
                "storage        | ENABLE_SHAREPOINT_FILEPICKER=true",
                "proxy          | PROXY=http://proxy.example.com:3128",
                "proxy          | HTTPS_PROXY=http://proxy.example.com:3128"
            })
    void aVariableThatOpensAWayIsFound(String way, String line) throws IOException {
        Assistant planted = environment(LibreChatWorld.CLEAN_ENVIRONMENT + line + "\n");

        assertOnly(planted, way);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPENAI_API_KEY=",
                "OPENAI_API_KEY=\"\"",
                "# ANTHROPIC_API_KEY=sk-x",
                "OPENAI_MODERATION=false",
                "AZURE_OPENAI_MODELS=gpt-4o",
                "ANTHROPIC_MODELS=claude",
                "BEDROCK_AWS_DEFAULT_REGION=eu-central-1",
                "MAILGUN_API_KEY=x",
                "PROXY=",
                "LIBRECHAT_CODE_BASEURL=http://ollama:8000\nLIBRECHAT_CODE_API_KEY=x",
                "LANGFUSE_BASE_URL=http://ollama:3000\nLANGFUSE_SECRET_KEY=x",
                "OPENAI_REVERSE_PROXY=http://ollama:11434/v1\nOPENAI_API_KEY=x",
                "OPENID_IMAGE_URL=/assets/logo.svg",
                "RUM_ENABLED=false"
            })
    void aVariableThatOpensNothingRaisesNoAlarm(String lines) throws IOException {
        assertThat(concerns(environment(LibreChatWorld.CLEAN_ENVIRONMENT + lines + "\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "providers     | endpoints: {openAI: {titleConvo: true}}",
                "providers     | endpoints: {anthropic: {streamRate: 10}}",
                "providers     | endpoints: {google: {}}",
                "providers     | endpoints: {azureOpenAI: {groups: []}}",
                "providers     | endpoints: {bedrock: {availableRegions: [eu-central-1]}}",
                "providers     | endpoints: {assistants: {pollIntervalMs: 500}}",
                "providers     | endpoints: {all: {titleEndpoint: openAI}}",
                "providers     | modelSpecs: {list: [{name: fast, preset: {endpoint: openAI}}]}",
                "endpoints     | endpoints: {custom: [{name: Mistral, apiKey: x, baseURL: 'https://api.mistral.example/v1'}]}",
                "endpoints     | endpoints: {custom: [{name: Ollama, apiKey: x, baseURL: 'http://ollama@api.example.com/v1'}]}",
                "endpoints     | endpoints: {custom: [{name: Ollama, apiKey: x, baseURL: 'http://ollama.example.com/v1'}]}",
                "endpoints     | endpoints: {custom: [{name: Ollama, apiKey: x, baseURL: 'http://api.example.com/#ollama'}]}",
                "endpoints     | endpoints: {custom: [{name: Ollama, apiKey: x, baseURL: 'http://ollama:11434 .example.com'}]}",
                "endpoints     | endpoints: {custom: [{name: Ollama, apiKey: x, baseURL: '${PLANTED_URL}'}]}",
                "own-keys      | endpoints: {custom: [{name: Ollama, apiKey: user_provided, baseURL: 'http://ollama:11434/v1'}]}",
                "own-keys      | endpoints: {custom: [{name: Any, apiKey: x, baseURL: user_provided}]}",
                "agents        | endpoints: {agents: {allowedProviders: [openAI]}}",
                "web-search    | interface: {webSearch: true}",
                "tool-servers  | mcpServers: {weather: {type: sse, url: 'https://mcp.example.com/sse'}}",
                "tool-servers  | interface: {mcpServers: {create: true}}",
                "actions       | {actions: {allowedDomains: [api.example.com]}, endpoints: {agents: {capabilities: [actions]}}}",
                "speech        | speech: {stt: {openai: {apiKey: x, model: whisper-1}}}",
                "speech        | speech: {tts: {elevenlabs: {apiKey: x, model: m}}}",
                "speech        | speech: {tts: {localai: {url: 'https://tts.example.com', voices: [a]}}}",
                "ocr           | ocr: {strategy: mistral_ocr, apiKey: x}",
                "ocr           | ocr: {strategy: custom_ocr, baseURL: 'https://ocr.example.com'}",
                "ocr           | ocr: {strategy: vertexai_mistral_ocr}",
                "memory        | memory: {agent: {provider: openAI, model: gpt-4o}}",
                "memory        | summarization: {provider: anthropic}",
                "telemetry     | langfuse: {publicKey: a, secretKey: b}",
                "storage       | fileStrategy: s3",
                "storage       | fileStrategies: {avatar: firebase}",
                "storage       | cloudfront: {domain: x.example.com}",
                "skills        | skillSync: {github: {enabled: true, sources: [{id: a}]}}"
            })
    void aSettingThatOpensAWayIsFoundInTheFileAndInTheDatabase(String way, String yaml) throws IOException {
        Assistant known = environment(LibreChatWorld.CLEAN_ENVIRONMENT + "PLANTED_URL=https://api.example.com/v1\n");
        String search = way.equals("web-search") ? "endpoints: {agents: {capabilities: [web_search]}}" : "{}";

        Assistant inTheFile = known.with("config-file", merged(merged(LibreChatWorld.CLEAN_YAML, yaml), search));
        assertOnly(inTheFile, way);

        for (String principal : List.of("__base__", "USER")) {
            Document overrides = json(merged(merged("{}", yaml), search));
            planting(
                    "configs",
                    new Document("principalType", "role")
                            .append("principalId", principal)
                            .append("priority", 10)
                            .append("isActive", true)
                            .append("overrides", overrides),
                    () -> assertOnly(known, way));
        }
        planting(
                "configs",
                new Document("principalType", "role")
                        .append("principalId", "IDLE")
                        .append("isActive", false)
                        .append("overrides", json(merged("{}", yaml))),
                () -> assertThat(concerns(known)).as("not active").isEmpty());
    }

    @Test
    void whatNothingClosesIsOpen() throws IOException {
        Assistant bare = assistant.with(
                "config-file", file("bare.yaml", "version: 1.3.1\n").toString());

        assertThat(concerns(bare)).containsExactlyInAnyOrder("web-search", "actions", "code");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "agents       | agents              | {\"author\": {\"$oid\": \"6900000000000000000000a2\"}, \"provider\": \"openAI\"}",
                "tool-servers | mcpservers          | {\"author\": {\"$oid\": \"6900000000000000000000a2\"}, \"config\": {\"url\": \"https://mcp.example.com/?key=SECRET-MARKER-x\"}}",
                "actions      | actions             | {\"user\": {\"$oid\": \"6900000000000000000000a2\"}, \"metadata\": {\"domain\": \"api.example.com\"}}",
                "own-keys     | keys                | {\"userId\": {\"$oid\": \"6900000000000000000000a2\"}, \"name\": \"openAI\", \"value\": \"SECRET-MARKER-x\"}",
                "tools        | pluginauths         | {\"userId\": \"6900000000000000000000a2\", \"pluginKey\": \"dalle\", \"value\": \"SECRET-MARKER-x\"}",
                "providers    | assistants          | {\"user\": {\"$oid\": \"6900000000000000000000a2\"}, \"assistant_id\": \"asst_1\"}",
                "code         | codeenvironments    | {\"createdBy\": {\"$oid\": \"6900000000000000000000a2\"}, \"baseURL\": \"https://run.example.com\"}",
                "skills       | skillsynccredentials| {\"provider\": \"github\", \"encryptedToken\": \"SECRET-MARKER-x\"}",
                "tool-servers | roles               | {\"name\": \"USER\", \"permissions\": {\"MCP_SERVERS\": {\"CREATE\": true}}}"
            })
    void whatMembersAndAdministratorsAddedInTheDatabaseIsFound(String way, String collection, String document) {
        planting(collection, Document.parse(document), () -> assertOnly(assistant, way));
    }

    @Test
    void theModelServersOwnWordCounts() {
        STAND_IN.ollama("{\"cloud\":{\"disabled\":false,\"source\":\"default\"}}", CLEAN_MODELS);
        assertOnly(assistant, "model-cloud");

        STAND_IN.ollama(
                CLEAN_STATUS,
                "{\"models\":[{\"name\":\"big:cloud\",\"remote_host\":\"https://ollama.example.com:443\"}]}");
        assertOnly(assistant, "model-cloud");

        STAND_IN.ollama("{}", CLEAN_MODELS);
        assertThat(ways(assistant, finding -> finding.result() == Result.NOT_CHECKED))
                .containsExactly("model-cloud");
    }

    @Test
    void aModelServerThatCannotBeAskedIsNotCheckedUnlessItsSwitchIsSeen() throws IOException {
        assertThat(ways(
                        assistant.with("ollama-url", "http://127.0.0.1:1"),
                        finding -> finding.result() == Result.NOT_CHECKED))
                .containsExactly("model-cloud");
        assertThat(ways(
                        environment(LibreChatWorld.CLEAN_ENVIRONMENT + "OLLAMA_NO_CLOUD=1\n")
                                .with("ollama-url", ""),
                        finding -> finding.result() != Result.FINE))
                .isEmpty();
    }

    @Test
    void aContainersNameMayHaveAnUnderscore() throws IOException {
        Assistant ours = environment(LibreChatWorld.CLEAN_ENVIRONMENT + "OCR_BASEURL=http://our_ocr:8000/v1\n");

        assertOnly(ours, "ocr");
        assertThat(concerns(ours.with("own-hosts", "ollama,our_ocr"))).isEmpty();
        assertThat(concerns(environment(LibreChatWorld.CLEAN_ENVIRONMENT + "OCR_BASEURL=http://our_ocr@far_away:8000\n")
                        .with("own-hosts", "ollama,our_ocr")))
                .containsExactly("ocr");
    }

    @Test
    void whatThePortalWasNotShownIsNotCheckedAndNeverFine() {
        Assistant blind = assistant.with("config-file", "", "environment-files", "", "ollama-url", "");

        assertThat(blind.adapter().findings())
                .allSatisfy(finding -> assertThat(finding.result()).isEqualTo(Result.NOT_CHECKED));
        DataSummary summary = blind.adapter().view(Assistant.account());
        assertThat(summary.hidden()).contains(Text.of("librechat.hidden.ways", Way.values().length));
        assertThat(summary.remarks()).extracting(Text::key).doesNotContain("librechat.remark.nothing-leaves");
    }

    @Test
    void aFileThatCannotBeReadIsNotChecked() throws IOException {
        Assistant missing = assistant.with(
                "environment-files", STAND_IN.folder().resolve(".env") + "," + folder.resolve("absent.env"));
        Assistant broken = assistant.with(
                "config-file", file("broken.yaml", "endpoints: [unclosed").toString());

        assertThat(result(missing, Way.MODERATION)).isEqualTo(Result.NOT_CHECKED);
        assertThat(result(broken, Way.ENDPOINTS)).isEqualTo(Result.NOT_CHECKED);
    }

    @Test
    void anAddressThatStandsInAnUnseenVariableIsNotChecked() throws IOException {
        Assistant unseen = assistant.with(
                "environment-files",
                "",
                "config-file",
                merged(
                        LibreChatWorld.CLEAN_YAML,
                        "endpoints: {custom: [{name: Ollama, apiKey: x, baseURL: '${SOMEWHERE}'}]}"));

        assertThat(result(unseen, Way.ENDPOINTS)).isEqualTo(Result.NOT_CHECKED);
        assertThat(result(
                        unseen.with(
                                "environment-files",
                                STAND_IN.folder().resolve(".env").toString()),
                        Way.ENDPOINTS))
                .as("a variable that no file sets may be set elsewhere")
                .isEqualTo(Result.NOT_CHECKED);
    }

    @Test
    void aMemberReadsWhatLeavesAndToWhom() throws IOException {
        Assistant planted = assistant.with(
                "config-file",
                merged(
                        LibreChatWorld.CLEAN_YAML,
                        "endpoints: {custom: [{name: Mistral, apiKey: x, baseURL: 'https://api.mistral.example/v1'}]}"));

        DataSummary summary = planted.adapter().view(Assistant.account());

        assertThat(summary.reach())
                .containsExactly(
                        Text.of("librechat.way.endpoints", "open", "endpoints.custom Mistral: api.mistral.example"));
        assertThat(summary.remarks()).extracting(Text::key).doesNotContain("librechat.remark.nothing-leaves");
    }

    private void assertOnly(Assistant planted, String way) {
        List<Finding> findings = planted.adapter().findings();

        assertThat(concerns(findings)).as(findings.toString()).containsExactly(way);
        assertThat(findings.toString()).doesNotContain(LibreChatWorld.SECRET);
        assertThat(findings)
                .filteredOn(Finding::concern)
                .allSatisfy(finding -> assertThat(finding.evidence()).isNotEmpty());
    }

    private static Set<String> concerns(Assistant planted) {
        return concerns(planted.adapter().findings());
    }

    private static Set<String> concerns(List<Finding> findings) {
        return findings.stream()
                .filter(Finding::concern)
                .map(DeparturesTests::way)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ways(Assistant planted, Predicate<Finding> which) {
        return planted.adapter().findings().stream()
                .filter(which)
                .map(DeparturesTests::way)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Result result(Assistant planted, Way way) {
        return planted.adapter().findings().get(way.ordinal()).result();
    }

    private static String way(Finding finding) {
        return finding.code().replace("librechat.way.", "");
    }

    private Assistant environment(String content) throws IOException {
        return assistant.with("environment-files", file("planted.env", content).toString());
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** A file with both, the second's values winning. */
    private String merged(String pathOrYaml, String more) throws IOException {
        String first = pathOrYaml.startsWith(folder.toString()) ? Files.readString(Path.of(pathOrYaml)) : pathOrYaml;
        Yaml yaml = new Yaml();
        Document base = new Document(yaml.<Map<String, Object>>load(first));
        merge(base, yaml.load(more));
        return Files.writeString(
                        Files.createTempFile(folder, "merged", ".yaml"), new Yaml().dump(new LinkedHashMap<>(base)))
                .toString();
    }

    @SuppressWarnings("unchecked")
    private static void merge(Map<String, Object> into, Map<String, Object> more) {
        more.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map && into.get(key) instanceof Map<?, ?> inner) {
                merge((Map<String, Object>) inner, (Map<String, Object>) map);
            } else {
                into.put(key, value);
            }
        });
    }

    private static Document json(String file) throws IOException {
        return new Document(new Yaml().<Map<String, Object>>load(Files.readString(Path.of(file))));
    }

    private static void planting(String collection, Document document, Runnable then) {
        STAND_IN.database().fill(client -> {
            MongoCollection<Document> all = client.getDatabase("LibreChat").getCollection(collection);
            all.insertOne(document);
        });
        try {
            then.run();
        } finally {
            STAND_IN.database()
                    .fill(client -> client.getDatabase("LibreChat")
                            .getCollection(collection)
                            .deleteOne(new Document("_id", document.get("_id"))));
        }
    }
}
