package cloud.maidan.portal.services.authentik;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The lists of an export in the order they are written; each becomes files of JSON, one item a line. */
enum ExportPart {
    SESSIONS(account -> Optional.of(Listing.sessions(account)), Shapes::session),
    CONSENTS(account -> Optional.of(Listing.consents(account)), Shapes::consent),
    CONNECTIONS(account -> Optional.of(Listing.connections(account)), Shapes::connection),
    NOTIFICATIONS(account -> Optional.of(Listing.notifications(account)), Shapes::notification),
    REPUTATION(account -> Optional.of(Listing.reputation(account)), Shapes::reputation),
    APPLICATIONS(account -> Optional.of(Listing.applications(account)), Shapes::application),
    ACTIVITY(account -> Optional.of(Listing.doneBy(account)), Shapes::event),
    CHANGES(account -> Optional.of(Listing.doneTo(account)), Shapes::eventOfOthers),
    FAILED_SIGN_INS(Listing::failedAs, Shapes::failedSignIn);

    private final Function<Account, Optional<Listing>> listing;
    private final BiFunction<JsonNode, Account, Optional<JsonNode>> shape;

    ExportPart(Function<Account, Optional<Listing>> listing, BiFunction<JsonNode, Account, Optional<JsonNode>> shape) {
        this.listing = listing;
        this.shape = shape;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is a list of events: in order of time, and with a twin in a neutral form. */
    boolean events() {
        return compareTo(ACTIVITY) >= 0;
    }

    String schema() {
        return "/schemas/authentik/" + (events() ? "event" : title()) + ".schema.json";
    }

    /** Empty when it cannot be asked for. */
    Optional<Listing> listing(Account account) {
        return listing.apply(account);
    }

    /** An item with what is the person's; empty when that is nothing. */
    Optional<JsonNode> shaped(JsonNode item, Account account) {
        return shape.apply(item, account);
    }
}
