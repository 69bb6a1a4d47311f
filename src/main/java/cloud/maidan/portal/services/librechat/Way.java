package cloud.maidan.portal.services.librechat;

import static cloud.maidan.portal.services.librechat.Way.Source.CONFIGURATION;
import static cloud.maidan.portal.services.librechat.Way.Source.ENVIRONMENT;
import static cloud.maidan.portal.services.librechat.Way.Source.MODEL_SERVER;

import java.util.Locale;
import java.util.Set;

/** A way by which what a member writes could leave, and what must have been seen to say that it is closed. */
enum Way {
    PROVIDERS(ENVIRONMENT, CONFIGURATION),
    ENDPOINTS(CONFIGURATION),
    OWN_KEYS(ENVIRONMENT, CONFIGURATION),
    AGENTS(CONFIGURATION),
    EMBEDDINGS(ENVIRONMENT),
    MODEL_CLOUD(MODEL_SERVER),
    WEB_SEARCH(ENVIRONMENT, CONFIGURATION),
    TOOL_SERVERS(CONFIGURATION),
    ACTIONS(CONFIGURATION),
    SPEECH(ENVIRONMENT, CONFIGURATION),
    OCR(ENVIRONMENT, CONFIGURATION),
    CODE(ENVIRONMENT, CONFIGURATION),
    TOOLS(ENVIRONMENT),
    MODERATION(ENVIRONMENT),
    TELEMETRY(ENVIRONMENT, CONFIGURATION),
    STORAGE(ENVIRONMENT, CONFIGURATION),
    MEMORY(CONFIGURATION),
    SKILLS(CONFIGURATION),
    PROXY(ENVIRONMENT);

    /** Beside the database, which is always seen. */
    enum Source {
        ENVIRONMENT,
        CONFIGURATION,
        MODEL_SERVER
    }

    private final Set<Source> needs;

    Way(Source... needs) {
        this.needs = Set.of(needs);
    }

    boolean visibleIn(Set<Source> seen) {
        return seen.containsAll(needs);
    }

    /** As in messages and codes, such as {@code web-search}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
