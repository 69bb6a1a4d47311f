package cloud.maidan.portal.services.vaultwarden;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.vaultwarden.Overview.Row;
import cloud.maidan.portal.services.vaultwarden.VaultwardenClient.Organization;
import cloud.maidan.portal.services.vaultwarden.VaultwardenClient.Profile;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Has the administration delete an account, by its own id alone: whoever signs in again gets another one with the same
 * address, which is not looked for. What an account holds cannot be counted once it is gone, so it is noted before.
 */
class VaultwardenErasure {

    private final VaultwardenClient vaultwarden;
    private final Counts counts;
    private final Clock clock;

    VaultwardenErasure(VaultwardenClient vaultwarden, Counts counts, Clock clock) {
        this.vaultwarden = vaultwarden;
        this.counts = counts;
        this.clock = clock;
    }

    Outlook outlook(ServiceAccount account) {
        return vaultwarden
                .account(account.id())
                .map(profile -> {
                    Held held = held(account.id(), profile);
                    return new Outlook(
                            held.amounts(),
                            stays(held),
                            outOfReach(held),
                            obstacle(profile).orElse(null));
                })
                .orElse(Outlook.NOTHING);
    }

    Outcome erase(ServiceAccount account, String handle, Turn turn) {
        Optional<Profile> there = vaultwarden.account(account.id());
        if (there.isEmpty()) {
            return handle.isEmpty() ? new Outcome.NothingHeld() : finished(Held.noted(handle));
        }
        Profile profile = there.get();
        Optional<Text> obstacle = obstacle(profile);
        if (obstacle.isPresent()) {
            return new Outcome.Blocked(obstacle.get());
        }
        if (handle.isEmpty()) {
            return new Outcome.Pending(
                    held(account.id(), profile).note(), clock.instant(), Text.of("vaultwarden.erasure.noted"));
        }
        if (!profile.disabled()) {
            // logs every device out, so that none writes or asks to sign in while rows go one table after the other
            vaultwarden.disable(account.id(), turn);
        }
        return vaultwarden.delete(account.id(), turn)
                ? finished(Held.noted(handle))
                : new Outcome.Blocked(Text.of("vaultwarden.erasure.last-owner"));
    }

    List<Amount> probe(ServiceAccount account) {
        Optional<Profile> there = vaultwarden.account(account.id());
        if (there.isPresent()) {
            return held(account.id(), there.get()).amounts();
        }
        return row(account.id()) == null ? List.of() : List.of(new Amount(Text.of("vaultwarden.erasure.overview"), 1));
    }

    private Outcome finished(Held held) {
        return new Outcome.Finished(held.amounts(), stays(held), outOfReach(held));
    }

    /** An organisation without an owner could not be managed by anybody any more, so the server refuses to make one. */
    private Optional<Text> obstacle(Profile profile) {
        List<Organization> owned =
                profile.memberships().stream().filter(Organization::owned).toList();
        if (owned.isEmpty()) {
            return Optional.empty();
        }
        Set<String> shared = vaultwarden.members().stream()
                .filter(other -> !profile.id().equals(other.id()))
                .flatMap(other -> other.memberships().stream())
                .filter(Organization::owned)
                .map(Organization::key)
                .collect(Collectors.toSet());
        List<String> alone = owned.stream()
                .filter(organization -> !shared.contains(organization.key()))
                .map(organization -> Objects.requireNonNullElse(organization.name(), "?"))
                .toList();
        return alone.isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("vaultwarden.erasure.sole-owner", alone.size(), String.join(", ", alone)));
    }

    private Held held(String id, Profile profile) {
        Row row = row(id);
        return new Held(
                row == null ? -1 : row.entries(),
                row == null ? -1 : row.attachments(),
                profile.memberships().size());
    }

    private @Nullable Row row(String id) {
        return counts.overviewNow().map(page -> page.rows().get(id)).orElse(null);
    }

    private List<Retained> stays(Held held) {
        Map<String, JsonNode> settings = vaultwarden.settings();
        List<Retained> stays = new ArrayList<>();
        if (held.organisations() > 0) {
            stays.add(retained("shared", null));
        }
        if (said(settings, "org_events_enabled").orElse(true)) {
            JsonNode days = settings.get("events_days_retain");
            stays.add(retained(
                    "events",
                    days != null && days.isIntegralNumber()
                            ? clock.instant().plus(Duration.ofDays(days.asLong()))
                            : null));
        }
        stays.add(retained("log", null));
        if (!said(settings, "disable_icon_download").orElse(false)) {
            stays.add(retained("icons", null));
        }
        stays.add(retained("copies", null));
        return stays;
    }

    private static Retained retained(String what, @Nullable Instant until) {
        return new Retained(
                Text.of("vaultwarden.erasure." + what), Text.of("vaultwarden.erasure." + what + ".why"), until);
    }

    private static List<BeyondReach> outOfReach(Held held) {
        BeyondReach devices =
                new BeyondReach(Text.of("vaultwarden.erasure.devices"), Text.of("vaultwarden.erasure.devices.where"));
        BeyondReach taken =
                new BeyondReach(Text.of("vaultwarden.erasure.taken"), Text.of("vaultwarden.erasure.taken.where"));
        return held.organisations() > 0 ? List.of(devices, taken) : List.of(devices);
    }

    private static Optional<Boolean> said(Map<String, JsonNode> settings, String name) {
        JsonNode value = settings.get(name);
        return value == null ? Optional.empty() : value.booleanValueOpt();
    }

    /** How much there was. @param entries negative when the server's page of all accounts does not say */
    private record Held(long entries, long attachments, long organisations) {

        private static final String FORM = "1";

        String note() {
            return Stream.of(FORM, entries, attachments, organisations)
                    .map(String::valueOf)
                    .collect(Collectors.joining(":"));
        }

        static Held noted(String note) {
            String[] parts = note.split(":");
            if (parts.length != 4 || !parts[0].equals(FORM)) {
                throw new IllegalArgumentException("not a handle of Vaultwarden's");
            }
            return new Held(Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
        }

        List<Amount> amounts() {
            List<Amount> amounts = new ArrayList<>();
            amounts.add(new Amount(Text.of("vaultwarden.erasure.account"), 1));
            if (entries < 0) {
                amounts.add(new Amount(Text.of("vaultwarden.erasure.vault"), 1));
            }
            add(amounts, "entries", entries);
            add(amounts, "attachments", attachments);
            add(amounts, "memberships", organisations);
            return amounts;
        }

        private static void add(List<Amount> amounts, String what, long items) {
            if (items > 0) {
                amounts.add(new Amount(Text.of("vaultwarden.erasure." + what), items));
            }
        }
    }
}
