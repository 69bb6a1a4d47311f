package cloud.maidan.portal.services.librechat;

import static cloud.maidan.portal.services.librechat.EnvironmentRules.Kind.ADDRESS;
import static cloud.maidan.portal.services.librechat.EnvironmentRules.Kind.FILLED;
import static cloud.maidan.portal.services.librechat.EnvironmentRules.Kind.NOTHING;
import static cloud.maidan.portal.services.librechat.EnvironmentRules.Kind.ON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What environment files open, as LibreChat's documents (2026-08) and those of what belongs to it name their variables.
 * Values are compared, never kept or named: most of them are secrets.
 */
class EnvironmentRules {

    private static final long LONGEST_FILE = 1024 * 1024;
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=(.*)");
    private static final Set<String> OFF = Set.of("", "false", "0", "off", "no");
    private static final Set<String> OWN_ENDPOINTS = Set.of("custom", "agents");

    enum Kind {
        /** Any value opens the way. */
        FILLED,
        /** A host that is not ours opens the way. */
        ADDRESS,
        /** A value other than no opens the way. */
        ON,
        /** Looks like one of the others and is none. */
        NOTHING
    }

    /** The first rule whose name fits decides. @param unless an address of our own here makes a key harmless; or empty */
    private record Rule(Way way, Kind kind, Pattern name, String unless) {}

    private static final List<Rule> RULES = List.of(
            rule(Way.TELEMETRY, ADDRESS, "OPENID_IMAGE_URL"),
            rule(Way.PROVIDERS, NOTHING, "MAILGUN_API_KEY|SEARXNG_API_KEY|TURNSTILE_.*|OPENID_.*|MEILI_.*"),
            rule(Way.EMBEDDINGS, ADDRESS, "RAG_OPENAI_BASEURL|RAG_OPENAI_PROXY|OLLAMA_BASE_URL"),
            rule(Way.EMBEDDINGS, FILLED, "RAG_.*(KEY|ENDPOINT)", "RAG_OPENAI_BASEURL"),
            rule(Way.MODEL_CLOUD, FILLED, "OLLAMA_API_KEY"),
            rule(Way.WEB_SEARCH, FILLED, "(SERPER|FIRECRAWL|JINA|TAVILY|KEENABLE|COHERE)_API_KEY|SEARXNG_INSTANCE_URL"),
            rule(Way.WEB_SEARCH, ADDRESS, "(FIRECRAWL|JINA|KEENABLE)_API_URL|TAVILY_(SEARCH|EXTRACT)_URL"),
            rule(Way.SPEECH, FILLED, "(STT|TTS|ELEVENLABS)_.*KEY"),
            rule(Way.OCR, ADDRESS, "OCR_BASEURL"),
            rule(Way.OCR, FILLED, "OCR_API_KEY", "OCR_BASEURL"),
            rule(Way.CODE, ADDRESS, "LIBRECHAT_CODE_BASEURL"),
            rule(Way.CODE, FILLED, "LIBRECHAT_CODE_API_KEY|E2B_API_KEY", "LIBRECHAT_CODE_BASEURL"),
            rule(
                    Way.TOOLS,
                    ADDRESS,
                    "DALLE.*(BASEURL|REVERSE_PROXY)|FLUX_API_BASE_URL|IMAGE_GEN_OAI_BASEURL|SD_WEBUI_URL"),
            rule(
                    Way.TOOLS,
                    FILLED,
                    "DALLE.*_KEY|FLUX_.*KEY|IMAGE_GEN_OAI_.*KEY|GOOGLE_SEARCH_API_KEY|GOOGLE_CSE_ID|SERPAPI_API_KEY"
                            + "|TRAVERSAAL_API_KEY|WOLFRAM_APP_ID|OPENWEATHER_API_KEY|ZAPIER_NLA_API_KEY|YOUTUBE_API_KEY"
                            + "|AZURE_AI_SEARCH_(API_KEY|SERVICE_ENDPOINT)|GEMINI_IMAGE.*KEY"),
            rule(Way.MODERATION, ON, "OPENAI_MODERATION"),
            rule(Way.MODERATION, FILLED, "OPENAI_MODERATION_.*"),
            rule(
                    Way.TELEMETRY,
                    ADDRESS,
                    "LANGFUSE_.*(URL|HOST)|OTEL_EXPORTER_.*ENDPOINT|RUM_.*(URL|HOST|ENDPOINT)|SENTRY_DSN"),
            rule(Way.TELEMETRY, FILLED, "LANGFUSE_(PUBLIC|SECRET)_KEY", "LANGFUSE_(BASE_?URL|HOST)"),
            rule(Way.TELEMETRY, FILLED, "RUM_.*(KEY|TOKEN)", "RUM_.*(URL|HOST|ENDPOINT)"),
            rule(Way.TELEMETRY, ON, "RUM_ENABLED", "RUM_.*(URL|HOST|ENDPOINT)"),
            rule(Way.TELEMETRY, ON, "OTEL_(ENABLED|TRACING_ENABLED)", "OTEL_EXPORTER_.*ENDPOINT"),
            rule(Way.TELEMETRY, FILLED, "ANALYTICS_GTM_ID"),
            rule(Way.STORAGE, ADDRESS, "AWS_ENDPOINT_URL"),
            rule(Way.STORAGE, FILLED, "AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|BUCKET_NAME)", "AWS_ENDPOINT_URL"),
            rule(Way.STORAGE, FILLED, "FIREBASE_.*|AZURE_STORAGE_.*|AZURE_CONTAINER_NAME|CLOUDFRONT_.*|SHAREPOINT_.*"),
            rule(Way.STORAGE, ON, "ENABLE_SHAREPOINT_FILEPICKER"),
            rule(Way.PROXY, ADDRESS, "(HTTPS?_|ALL_|https?_|all_)?(PROXY|proxy)"),
            rule(
                    Way.PROVIDERS,
                    ADDRESS,
                    "(OPENAI|ANTHROPIC|GOOGLE|GEMINI|CHATGPT|BEDROCK|ASSISTANTS|AZURE|AZURE_OPENAI|AZURE_ASSISTANTS)"
                            + "_(REVERSE_PROXY|BASE_?URL|ENDPOINT)"),
            rule(Way.PROVIDERS, FILLED, "OPENAI_API_KEY", "OPENAI_REVERSE_PROXY"),
            rule(
                    Way.PROVIDERS,
                    FILLED,
                    "GOOGLE_KEY|GOOGLE_SERVICE_KEY(_FILE)?|CHATGPT_TOKEN|BINGAI_TOKEN|OPENROUTER_KEY|HUGGINGFACE_TOKEN"
                            + "|BEDROCK_AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|BEARER_TOKEN|PROFILE)"
                            + "|AWS_BEARER_TOKEN_BEDROCK|AZURE.*(_INSTANCE_NAME|_KEY)|.*_API_KEY"));

    private final Map<String, List<String>> variables = new TreeMap<>();

    /** @throws IOException when it cannot be read, or is longer than such a file is */
    void read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException("too long");
        }
        for (String line :
                Files.readString(file, StandardCharsets.UTF_8).lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                variables
                        .computeIfAbsent(matcher.group(1), none -> new ArrayList<>())
                        .add(value(matcher.group(2).strip()));
            }
        }
    }

    /** The last value, as the last file wins; empty when there is none. */
    String value(String name, String otherwise) {
        List<String> values = variables.getOrDefault(name, List.of());
        return values.isEmpty() ? otherwise : values.getLast();
    }

    boolean has(String name) {
        return variables.containsKey(name);
    }

    /** Whether it is set to yes. */
    boolean on(String name) {
        return !OFF.contains(value(name, "").toLowerCase(Locale.ROOT));
    }

    /** @param embedded whether files were made searchable already */
    void look(Sightings seen, OwnHosts own, boolean embedded) {
        variables.forEach((name, values) -> values.forEach(value -> look(name, value, seen, own)));
        for (String endpoint : value("ENDPOINTS", "").split(",")) {
            if (!endpoint.isBlank() && !OWN_ENDPOINTS.contains(endpoint.strip())) {
                seen.open(Way.PROVIDERS, "ENDPOINTS: " + endpoint.strip());
            }
        }
        if ((on("SEARCH") || !value("MEILI_HOST", "").isEmpty()) && !on("MEILI_NO_ANALYTICS")) {
            seen.open(Way.TELEMETRY, "MEILI_NO_ANALYTICS");
        }
        embeddings(seen, embedded);
    }

    /** rag_api takes OpenAI unless told otherwise. */
    private void embeddings(Sightings seen, boolean embedded) {
        List<String> providers = variables.getOrDefault("EMBEDDINGS_PROVIDER", List.of());
        providers.stream()
                .filter(provider -> !provider.equalsIgnoreCase("ollama"))
                .forEach(provider -> seen.open(
                        Way.EMBEDDINGS, "EMBEDDINGS_PROVIDER: " + (provider.isEmpty() ? "openai" : provider)));
        if (providers.isEmpty()) {
            if (embedded || !value("RAG_API_URL", "").isEmpty()) {
                seen.open(Way.EMBEDDINGS, "EMBEDDINGS_PROVIDER: openai");
            } else {
                seen.undecided(Way.EMBEDDINGS);
            }
        }
    }

    private void look(String name, String value, Sightings seen, OwnHosts own) {
        for (Rule rule : RULES) {
            if (rule.name.matcher(name).matches()) {
                if (value.equals("user_provided")) {
                    seen.open(Way.OWN_KEYS, name);
                    return;
                }
                switch (rule.kind) {
                    case FILLED, ON -> {
                        boolean set = rule.kind == ON
                                ? !OFF.contains(value.toLowerCase(Locale.ROOT))
                                : !value.isEmpty() && !value.equalsIgnoreCase("false");
                        if (set && !ours(rule.unless, own)) {
                            seen.open(rule.way, name);
                        }
                    }
                    case ADDRESS -> seen.address(rule.way, name, value);
                    case NOTHING -> {}
                }
                return;
            }
        }
    }

    private boolean ours(String names, OwnHosts own) {
        List<String> addresses = variables.entrySet().stream()
                .filter(variable -> variable.getKey().matches(names))
                .flatMap(variable -> variable.getValue().stream())
                .filter(value -> !value.isEmpty())
                .toList();
        return !names.isEmpty() && !addresses.isEmpty() && addresses.stream().allMatch(own::holds);
    }

    private static String value(String text) {
        if (text.isEmpty()) {
            return text;
        }
        char quote = text.charAt(0);
        int end = quote == '"' || quote == '\'' || quote == '`' ? text.indexOf(quote, 1) : -1;
        if (end > 0) {
            return text.substring(1, end);
        }
        int comment = text.startsWith("#") ? 0 : text.indexOf(" #");
        return (comment < 0 ? text : text.substring(0, comment)).strip();
    }

    private static Rule rule(Way way, Kind kind, String name) {
        return rule(way, kind, name, "");
    }

    private static Rule rule(Way way, Kind kind, String name, String unless) {
        return new Rule(way, kind, Pattern.compile(name), unless);
    }
}
