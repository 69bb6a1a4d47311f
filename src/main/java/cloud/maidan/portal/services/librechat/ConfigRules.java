package cloud.maidan.portal.services.librechat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What {@code librechat.yaml}, or an administrator's change to it in the database, opens (npm
 * {@code librechat-data-provider} 0.8.524). Some ways are open because nothing closes them.
 */
class ConfigRules {

    /** Companies' AI by the names LibreChat has for it; an endpoint of one's own is looked at by its address. */
    static final Set<String> COMPANIES = Set.of(
            "openai",
            "azureopenai",
            "google",
            "anthropic",
            "assistants",
            "azureassistants",
            "bedrock",
            "vertexai",
            "mistralai",
            "mistral",
            "deepseek",
            "openrouter",
            "xai",
            "moonshot",
            "groq",
            "cohere",
            "perplexity");

    private static final Set<String> FAR_STORES = Set.of("s3", "firebase", "azure_blob", "azure", "cloudfront");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    private final JsonNode config;
    private final boolean whole;
    private final Optional<EnvironmentRules> environment;
    private final OwnHosts own;
    private final Sightings seen;

    /**
     * @param whole whether what is not in it is not set; false when only changes to it are known
     * @param environment empty when the portal does not see it
     */
    ConfigRules(JsonNode config, boolean whole, Optional<EnvironmentRules> environment, OwnHosts own, Sightings seen) {
        this.config = config;
        this.whole = whole;
        this.environment = environment;
        this.own = own;
        this.seen = seen;
    }

    void look() {
        endpoints(config.path("endpoints"));
        agents(config.path("endpoints").path("agents"));
        webSearch();
        toolServers();
        actions();
        speech();
        ocr(config.path("ocr"));
        code();
        rest();
    }

    private void endpoints(JsonNode endpoints) {
        endpoints.properties().forEach(endpoint -> {
            String name = endpoint.getKey();
            JsonNode settings = endpoint.getValue();
            if (COMPANIES.contains(name.toLowerCase(Locale.ROOT)) && !settings.isNull() && !isFalse(settings)) {
                String address = text(settings.path("baseURL"));
                if (address.isEmpty()) {
                    seen.open(Way.PROVIDERS, "endpoints." + name);
                } else {
                    address(Way.PROVIDERS, "endpoints." + name, address);
                }
            }
            helpers("endpoints." + name, settings);
        });
        for (JsonNode custom : endpoints.path("custom")) {
            String name = "endpoints.custom " + text(custom.path("name"));
            if (text(custom.path("apiKey")).equals("user_provided")) {
                seen.open(Way.OWN_KEYS, name);
            }
            String address = text(custom.path("baseURL"));
            if (address.isEmpty()) {
                seen.undecided(Way.ENDPOINTS);
            } else {
                address(Way.ENDPOINTS, name, address);
            }
            helpers(name, custom);
        }
        for (JsonNode spec : config.path("modelSpecs").path("list")) {
            company(
                    Way.PROVIDERS,
                    "modelSpecs " + text(spec.path("name")),
                    spec.path("preset").path("endpoint"));
        }
    }

    /** Titles, summaries and labels can be made by another endpoint than the conversation's. */
    private void helpers(String where, JsonNode settings) {
        if (settings.isObject()) {
            settings.properties().stream()
                    .filter(field -> field.getKey().endsWith("Endpoint"))
                    .forEach(field -> company(Way.PROVIDERS, where + "." + field.getKey(), field.getValue()));
        }
    }

    private void agents(JsonNode agents) {
        for (JsonNode provider : agents.path("allowedProviders")) {
            company(Way.AGENTS, "endpoints.agents.allowedProviders", provider);
        }
        for (JsonNode place : agents.path("statefulCodeSessions").path("environments")) {
            address(Way.CODE, "endpoints.agents.statefulCodeSessions", text(place.path("baseURL")));
        }
    }

    /** Whoever searches the web asks a search company, and without a key of the server each member may enter one. */
    private void webSearch() {
        JsonNode switched = config.path("interface").path("webSearch");
        boolean off = isFalse(switched) || isFalse(switched.path("use"));
        if (!off && capable("web_search") && (whole || config.has("webSearch") || switched.isBoolean())) {
            seen.open(Way.WEB_SEARCH, "interface.webSearch");
        }
    }

    private void toolServers() {
        config.path("mcpServers").properties().forEach(server -> {
            String name = "mcpServers." + server.getKey();
            String address = text(server.getValue().path("url"));
            if (address.isEmpty()) {
                seen.undecided(Way.TOOL_SERVERS); // a program of its own, of which we do not see where it sends
            } else {
                address(Way.TOOL_SERVERS, name, address);
            }
        });
        if (config.path("interface").path("mcpServers").path("create").asBoolean(false) && !toolServersAreOurs()) {
            seen.open(Way.TOOL_SERVERS, "interface.mcpServers.create");
        }
    }

    /** Whether tool servers that members add can only be ours. */
    boolean toolServersAreOurs() {
        return allOurs(config.path("mcpSettings").path("allowedDomains"));
    }

    /** Without a list of domains an agent may call any. */
    private void actions() {
        JsonNode allowed = config.path("actions").path("allowedDomains");
        if (!capable("actions") || allOurs(allowed)) {
            return;
        }
        if (allowed.isEmpty()) {
            if (whole) {
                seen.open(Way.ACTIONS, "actions.allowedDomains");
            }
            return;
        }
        for (JsonNode domain : allowed) {
            address(Way.ACTIONS, "actions.allowedDomains", text(domain));
        }
    }

    private void speech() {
        for (String direction : List.of("tts", "stt")) {
            config.path("speech").path(direction).properties().forEach(provider -> {
                JsonNode settings = provider.getValue();
                String name = "speech." + direction + "." + provider.getKey();
                if (!settings.isObject() || settings.isEmpty()) {
                    return; // allowedAddresses, or nothing set
                }
                String address = text(settings.path("url"));
                if (address.isEmpty()) {
                    seen.open(Way.SPEECH, name);
                } else {
                    address(Way.SPEECH, name, address);
                }
            });
        }
    }

    private void ocr(JsonNode ocr) {
        if (!ocr.isObject() || text(ocr.path("strategy")).equals("document_parser")) {
            return;
        }
        String address = text(ocr.path("baseURL"));
        if (!address.isEmpty()) {
            address(Way.OCR, "ocr", address);
            return;
        }
        String key = ocr.has("apiKey") ? text(ocr.path("apiKey")) : "${OCR_API_KEY}";
        Optional<String> known = resolved(key);
        if (text(ocr.path("strategy")).startsWith("vertexai")
                || known.isPresent() && !known.get().isEmpty()) {
            seen.open(Way.OCR, "ocr");
        } else if (known.isEmpty()) {
            seen.undecided(Way.OCR);
        }
    }

    private void code() {
        boolean off = isFalse(config.path("interface").path("runCode"));
        String address = environment
                .map(known -> known.value("LIBRECHAT_CODE_BASEURL", ""))
                .orElse("");
        if (whole && !off && capable("execute_code") && !own.holds(address)) {
            seen.open(Way.CODE, "endpoints.agents.capabilities: execute_code");
        }
    }

    private void rest() {
        JsonNode memory = config.path("memory");
        if (!memory.path("disabled").asBoolean(false)) {
            company(Way.MEMORY, "memory.agent", memory.path("agent").path("provider"));
        }
        company(Way.MEMORY, "summarization", config.path("summarization").path("provider"));
        JsonNode langfuse = config.path("langfuse");
        if (langfuse.isObject() && !langfuse.isEmpty() && !isFalse(langfuse.path("enabled"))) {
            seen.open(Way.TELEMETRY, "langfuse");
        }
        store("fileStrategy", config.path("fileStrategy"));
        config.path("fileStrategies")
                .properties()
                .forEach(store -> store("fileStrategies." + store.getKey(), store.getValue()));
        if (config.path("cloudfront").isObject()) {
            seen.open(Way.STORAGE, "cloudfront");
        }
        JsonNode skills = config.path("skillSync").path("github");
        if (skills.isObject()
                && !isFalse(skills.path("enabled"))
                && (skills.path("enabled").asBoolean(false)
                        || !skills.path("sources").isEmpty())) {
            seen.open(Way.SKILLS, "skillSync.github");
        }
    }

    private void store(String where, JsonNode strategy) {
        String name = text(strategy);
        boolean ours = name.equals("s3")
                && own.holds(environment
                        .map(known -> known.value("AWS_ENDPOINT_URL", ""))
                        .orElse(""));
        if (FAR_STORES.contains(name) && !ours) {
            seen.open(Way.STORAGE, where + ": " + name);
        }
    }

    /** Agents may do everything unless a list says what. */
    private boolean capable(String capability) {
        JsonNode capabilities = config.path("endpoints").path("agents").path("capabilities");
        return !capabilities.isArray() && whole || texts(capabilities).contains(capability);
    }

    private boolean allOurs(JsonNode domains) {
        return !domains.isEmpty() && texts(domains).stream().allMatch(own::holds);
    }

    private void company(Way way, String where, JsonNode name) {
        if (COMPANIES.contains(text(name).toLowerCase(Locale.ROOT))) {
            seen.open(way, where + ": " + text(name));
        }
    }

    private void address(Way way, String where, String address) {
        boolean known = VARIABLE.matcher(address)
                .results()
                .allMatch(match -> environment
                        .filter(set -> set.has(match.group(1).strip()))
                        .isPresent());
        if (known) {
            seen.address(way, where, resolved(address).orElse(""));
        } else {
            seen.undecided(way);
        }
    }

    /** With variables of the environment filled in, absent ones as nothing; empty when it is not seen. */
    private Optional<String> resolved(String text) {
        Matcher variable = VARIABLE.matcher(text);
        if (!variable.find()) {
            return Optional.of(text);
        }
        return environment.map(known -> variable.replaceAll(
                match -> Matcher.quoteReplacement(known.value(match.group(1).strip(), ""))));
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(ConfigRules::text)
                .collect(Collectors.toSet());
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.asBoolean();
    }

    private static String text(JsonNode value) {
        return value.asString("").strip();
    }
}
