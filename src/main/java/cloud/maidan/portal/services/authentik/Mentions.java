package cloud.maidan.portal.services.authentik;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Events that tell of somebody without being theirs by Authentik's reckoning: it does not remove them with the account.
 * Failed sign-ins, changes by others, letters, and others acting in the name of the account.
 */
final class Mentions {

    private Mentions() {}

    /** Each in a list of its own; an event may be in two. */
    static List<Listing> of(Account account) {
        List<Listing> lists = new ArrayList<>();
        lists.add(others(Listing.doneTo(account.pk()), account));
        Listing.failedAs(account).ifPresent(failed -> lists.add(others(failed, account)));
        String email = account.json().path("email").asString("");
        if (!email.isEmpty()) {
            lists.add(others(Listing.did("email_sent", event -> isTo(event, email)), account));
        }
        for (String action : List.of("impersonation_started", "impersonation_ended")) {
            lists.add(others(Listing.did(action, event -> isIn(event, account.pk())), account));
        }
        return lists;
    }

    private static Listing others(Listing listing, Account account) {
        Predicate<JsonNode> belongs = listing.belongs();
        return new Listing(
                listing.path(),
                listing.filters(),
                event -> belongs.test(event) && !Listing.isActor(event, account.pk()));
    }

    private static boolean isTo(JsonNode event, String email) {
        JsonNode to = event.path("context").path("to_email");
        return to.isArray()
                ? StreamSupport.stream(to.spliterator(), false)
                        .anyMatch(one -> one.asString("").equalsIgnoreCase(email))
                : to.asString("").equalsIgnoreCase(email);
    }

    private static boolean isIn(JsonNode event, long pk) {
        return event.path("user").path("on_behalf_of").path("pk").asLong(-1) == pk
                || event.path("context").path("pk").asLong(-1) == pk
                || event.path("context").path("model").path("pk").asLong(-1) == pk;
    }
}
