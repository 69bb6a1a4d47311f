package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.regex;

import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.librechat.Way.Source;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether what members write can leave the community: each {@link Way}, looked at in LibreChat's database, its
 * configuration, its environment and the model server, as far as the portal was shown them. What was not looked at is
 * said to be not checked, never closed.
 */
@Component
class Departures {

    private static final Pattern COMPANIES =
            Pattern.compile("^(" + String.join("|", ConfigRules.COMPANIES) + ")$", Pattern.CASE_INSENSITIVE);

    private final LibreChatClient librechat;
    private final LibreChatProperties properties;
    private final Clock clock;
    private final OwnHosts own;
    private final ConfigSources sources;
    private volatile @Nullable Known known;

    private record Known(Instant at, List<Finding> findings) {}

    Departures(LibreChatClient librechat, LibreChatProperties properties, Clock clock) {
        this.librechat = librechat;
        this.properties = properties;
        this.clock = clock;
        this.own = new OwnHosts(properties.ownHosts());
        this.sources = new ConfigSources(librechat, properties);
    }

    /** One finding for each way, as it was a minute ago at most. */
    List<Finding> findings() {
        Known last = known;
        Instant now = clock.instant();
        if (last == null || last.at.isBefore(now.minus(properties.checkedFor()))) {
            last = new Known(now, look());
            known = last;
        }
        return last.findings;
    }

    private List<Finding> look() {
        Sightings seen = new Sightings(own);
        Optional<EnvironmentRules> environment = environment();
        environment.ifPresent(found -> {
            seen.saw(Source.ENVIRONMENT);
            found.look(seen, own, librechat.any("files", eq("embedded", true)));
        });
        configuration(seen, environment);
        database(seen);
        modelServer(seen, environment);
        return seen.findings();
    }

    /** Empty unless every file that was named can be read. */
    private Optional<EnvironmentRules> environment() {
        EnvironmentRules rules = new EnvironmentRules();
        try {
            for (Path file : properties.environmentFiles()) {
                rules.read(file);
            }
            return properties.environmentFiles().isEmpty() ? Optional.empty() : Optional.of(rules);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether a variable says yes; empty when no file that we are shown names it. */
    Optional<Boolean> set(String variable) {
        return environment().filter(rules -> rules.has(variable)).map(rules -> rules.on(variable));
    }

    /** The file, then what administrators changed for everybody, then for some. */
    private void configuration(Sightings seen, Optional<EnvironmentRules> environment) {
        Optional<ObjectNode> file = sources.file();
        boolean whole = file.isPresent();
        if (whole) {
            seen.saw(Source.CONFIGURATION);
        }
        List<BsonDocument> changes = sources.changes();
        ObjectNode base = file.orElseGet(JsonNodeFactory.instance::objectNode);
        changes.stream()
                .filter(ConfigSources::forEverybody)
                .forEach(change -> ConfigSources.merge(base, ConfigSources.overrides(change)));
        ConfigRules rules = new ConfigRules(base, whole, environment, own, seen);
        rules.look();
        for (BsonDocument change : changes) {
            if (!ConfigSources.forEverybody(change)) {
                ObjectNode merged = base.deepCopy();
                ConfigSources.merge(merged, ConfigSources.overrides(change));
                Sightings more = new Sightings(own);
                new ConfigRules(merged, whole, environment, own, more).look();
                seen.addNew(more, "configs: " + Fields.text(change, "principalType"));
            }
        }
        boolean membersAddServers = librechat.some("roles", eq("permissions.MCP_SERVERS.CREATE", true), "name").stream()
                .anyMatch(role -> !Fields.text(role, "name").equals("ADMIN"));
        if (membersAddServers && !rules.toolServersAreOurs()) {
            seen.open(Way.TOOL_SERVERS, "roles: MCP_SERVERS.CREATE");
        }
    }

    private void database(Sightings seen) {
        librechat
                .some("agents", regex("provider", COMPANIES), "provider")
                .forEach(agent -> seen.open(Way.AGENTS, "agents: " + Fields.text(agent, "provider")));
        addresses(seen, Way.TOOL_SERVERS, "mcpservers", "config.url");
        addresses(seen, Way.ACTIONS, "actions", "metadata.domain");
        addresses(seen, Way.CODE, "codeenvironments", "baseURL");
        librechat
                .some("keys", empty(), "name")
                .forEach(key -> seen.open(Way.OWN_KEYS, "keys: " + Fields.text(key, "name")));
        librechat
                .some("pluginauths", empty(), "pluginKey")
                .forEach(key -> seen.open(Way.TOOLS, "pluginauths: " + Fields.text(key, "pluginKey")));
        if (librechat.any("assistants", empty())) {
            seen.open(Way.PROVIDERS, "assistants");
        }
        if (librechat.any("skillsynccredentials", empty())) {
            seen.open(Way.SKILLS, "skillsynccredentials");
        }
    }

    private void addresses(Sightings seen, Way way, String collection, String field) {
        List<BsonDocument> all = librechat.some(collection, empty(), field);
        all.forEach(one -> seen.address(way, collection, Fields.text(one, field)));
        if (all.size() == LibreChatClient.MOST_LOOKED_AT) {
            seen.undecided(way);
        }
    }

    /** The server's own word counts more than what it was told at its start. */
    private void modelServer(Sightings seen, Optional<EnvironmentRules> environment) {
        URI address = properties.ollamaUrl();
        if (address == null) {
            if (environment.filter(known -> known.on("OLLAMA_NO_CLOUD")).isPresent()) {
                seen.saw(Source.MODEL_SERVER);
            }
            return;
        }
        try {
            for (JsonNode model : librechat.ollama(address, "/api/tags").path("models")) {
                String host = model.path("remote_host").asString("");
                if (!host.isEmpty()) {
                    seen.open(Way.MODEL_CLOUD, model.path("name").asString("") + ": " + OwnHosts.host(host));
                }
            }
            JsonNode disabled =
                    librechat.ollama(address, "/api/status").path("cloud").path("disabled");
            if (disabled.isBoolean()) {
                seen.saw(Source.MODEL_SERVER);
                if (!disabled.asBoolean()) {
                    seen.open(Way.MODEL_CLOUD, "OLLAMA_NO_CLOUD");
                }
            }
        } catch (ServiceFault notAnswering) {
            seen.undecided(Way.MODEL_CLOUD);
        }
    }
}
