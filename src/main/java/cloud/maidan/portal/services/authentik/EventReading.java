package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Tells which of Authentik's events concern which member, one run long. */
class EventReading {

    /** What people do themselves and would want to find later; the rest is about how Authentik works. */
    private static final Set<String> OWN = Set.of(
            "login",
            "logout",
            "authorize_application",
            "password_set",
            "user_write",
            "source_linked",
            "invitation_used",
            "impersonation_started",
            "impersonation_ended",
            "mfa_device_added",
            "mfa_device_removed");

    private static final int MOST_LOOKUPS = 500;

    private final AuthentikClient authentik;
    private final MemberDirectory members;
    private final Map<Long, Optional<MemberId>> byKey = new HashMap<>();
    private final Map<String, Optional<MemberId>> byName = new HashMap<>();

    EventReading(AuthentikClient authentik, MemberDirectory members) {
        this.authentik = authentik;
        this.members = members;
    }

    /** @param ids Authentik's keys of the events it stands for: failed sign-ins of one page become one */
    record Copy(Map<String, Instant> ids, AccountEvent event) {}

    /** Whether enough was looked up for one run. */
    boolean tired() {
        return byKey.size() + byName.size() > MOST_LOOKUPS;
    }

    List<Copy> of(List<JsonNode> events) {
        List<Copy> copies = new ArrayList<>();
        Map<MemberId, Copy> failed = new LinkedHashMap<>();
        for (JsonNode event : events) {
            String action = event.path("action").asString("");
            Instant at = AuthentikClient.time(event, "created");
            String id = event.path("pk").asString("");
            if (at == null || !id.matches(Account.UUID_FORM)) {
                continue;
            }
            if (action.equals("login_failed")) {
                named(event.path("context").path("username").asString(""))
                        .ifPresent(member -> failed.merge(
                                member,
                                new Copy(
                                        Map.of(id, at),
                                        new AccountEvent(new Actor.Anonymous(), member, action, details(event, at))),
                                EventReading::together));
            } else {
                concerned(event, action)
                        .map(found -> new AccountEvent(found.actor(), found.member(), action, details(event, at)))
                        .ifPresent(copied -> copies.add(new Copy(Map.of(id, at), copied)));
            }
        }
        copies.addAll(failed.values());
        return copies;
    }

    private record Concerned(Actor actor, MemberId member) {}

    private Optional<Concerned> concerned(JsonNode event, String action) {
        Optional<MemberId> actor = keyed(event.path("user").path("pk"));
        if (OWN.contains(action)) {
            return actor.map(member -> new Concerned(new Actor.Person(member), member));
        }
        JsonNode model = event.path("context").path("model");
        if (!action.equals("model_updated")
                || !model.path("app").asString("").equals("authentik_core")
                || !model.path("model_name").asString("").equals("user")) {
            return Optional.empty();
        }
        return keyed(model.path("pk"))
                .map(member ->
                        new Concerned(actor.<Actor>map(Actor.Person::new).orElseGet(Actor.Anonymous::new), member));
    }

    private Optional<MemberId> keyed(JsonNode pk) {
        String text = pk.asString("");
        return text.matches("\\d{1,18}")
                ? byKey.computeIfAbsent(
                        Long.parseLong(text), key -> authentik.account(key).flatMap(this::member))
                : Optional.empty();
    }

    /** Anybody may try any name, so only names of members are looked up. */
    private Optional<MemberId> named(String name) {
        if (name.isBlank() || name.length() > 150) {
            return Optional.empty();
        }
        Optional<Member> known = members.named(name);
        return known.isEmpty()
                ? Optional.empty()
                : byName.computeIfAbsent(
                        name,
                        asked -> authentik
                                .account(asked)
                                .flatMap(this::member)
                                .filter(known.get().id()::equals));
    }

    private Optional<MemberId> member(Account account) {
        return members.ofSubject(account.uuid().toString()).map(Member::id);
    }

    private static Map<String, String> details(JsonNode event, Instant at) {
        Map<String, String> details = new HashMap<>();
        details.put("at", at.toString());
        String address = event.path("client_ip").asString("");
        if (!address.isEmpty()) {
            details.put("address", address);
        }
        String application = event.path("context")
                .path("authorized_application")
                .path("name")
                .asString("");
        if (!application.isEmpty()) {
            details.put("application", application);
        }
        return details;
    }

    private static Copy together(Copy first, Copy next) {
        Map<String, Instant> ids = new LinkedHashMap<>(first.ids());
        ids.putAll(next.ids());
        Map<String, String> details = new HashMap<>(first.event().details());
        details.put("attempts", Integer.toString(ids.size()));
        details.put("last", Objects.requireNonNull(next.event().details().get("at")));
        AccountEvent event = first.event();
        return new Copy(ids, new AccountEvent(event.actor(), event.member(), event.what(), details));
    }
}
