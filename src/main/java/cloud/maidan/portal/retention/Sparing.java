package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.Retention.Aged;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Holds;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Restrictions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Says what stays although it is old enough. Asked anew before each deletion. */
@Component
class Sparing {

    private final ServiceCatalog services;
    private final ObjectProvider<Restrictions> restrictions;
    private final ObjectProvider<Holds> holds;

    Sparing(ServiceCatalog services, ObjectProvider<Restrictions> restrictions, ObjectProvider<Holds> holds) {
        this.services = services;
        this.restrictions = restrictions;
        this.holds = holds;
    }

    /** Which account of a service is that of a restricted member is not certain, so that nothing there can go. */
    static final class OwnerUnclear extends RuntimeException {}

    /** Something that was about to go is to stay by now, so that everything is asked anew. */
    static final class SparedMeanwhile extends RuntimeException {}

    /** @param going what may go @param spared what of it stays and why @param blocked the group in which something stays */
    record Sorted(
            List<Aged> going,
            Map<Reason, Long> spared,
            String blocked,
            @Nullable Instant oldest) {

        long stays() {
            return spared.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Whose data may only be stored now. */
    Set<MemberId> lasting() {
        return restrictions.stream().flatMap(each -> each.lasting().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** @param then {@link #lasting} when it was sorted @throws SparedMeanwhile when one is held or restricted since */
    void stillGoing(Bounded bounded, List<Aged> going, Set<MemberId> then) {
        if (going.stream().anyMatch(held(bounded, going)) || !then.containsAll(lasting())) {
            throw new SparedMeanwhile();
        }
    }

    /**
     * The accounts at a service whose data may only be stored.
     *
     * @throws ServiceFault when the service does not say so now
     * @throws OwnerUnclear when it cannot be said
     */
    Set<String> restricted(ServiceId service) {
        Set<String> accounts = new HashSet<>();
        lasting().forEach(member -> account(member, service).ifPresent(accounts::add));
        return accounts;
    }

    private Optional<String> account(MemberId member, ServiceId service) {
        return switch (services.account(member, service)) {
            case Reply.Answered<ServiceAccount>(ServiceAccount account, Instant asOf) -> Optional.of(account.id());
            case Reply.NoAccount<ServiceAccount>() -> Optional.empty();
            case Reply.NotConfigured<ServiceAccount>() -> Optional.empty();
            case Reply.Ambiguous<ServiceAccount>() -> throw new OwnerUnclear();
            case Reply.Failed<ServiceAccount>(Fault fault, Optional<Instant> retryAt) ->
                throw new ServiceFault(fault, retryAt.orElse(null), service + " does not name an account", null);
        };
    }

    /**
     * @param restricted the accounts that {@link #restricted} named
     * @param named whether an item is meant at all; one that is not blocks its group, since nothing may be taken along
     * @param blocked the group in which something stays, as the page before said; empty when none
     */
    Sorted sort(Bounded bounded, Set<String> restricted, List<Aged> items, Predicate<Aged> named, String blocked) {
        Predicate<Aged> held = held(bounded, items);
        List<Aged> going = new ArrayList<>();
        Map<Reason, Long> spared = new EnumMap<>(Reason.class);
        Instant oldest = null;
        String stopped = blocked;
        for (Aged item : items) {
            boolean meant = named.test(item);
            Reason reason = held.test(item)
                    ? Reason.HELD
                    : item.account() != null && restricted.contains(item.account())
                            ? Reason.RESTRICTED
                            : !item.group().isEmpty() && item.group().equals(stopped) ? Reason.BEHIND : null;
            if (reason != null || !meant) {
                stopped = item.group().isEmpty() ? stopped : item.group();
            }
            if (reason != null && meant) {
                spared.merge(reason, 1L, Long::sum);
            } else if (meant) {
                going.add(item);
                oldest = oldest == null || item.at().isBefore(oldest) ? item.at() : oldest;
            }
        }
        return new Sorted(List.copyOf(going), Map.copyOf(spared), stopped, oldest);
    }

    private Predicate<Aged> held(Bounded bounded, List<Aged> items) {
        Set<String> ids = new HashSet<>();
        Set<String> accounts = new HashSet<>();
        String service = bounded.service().value();
        List<String> owners = items.stream()
                .map(Aged::account)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        List<String> all = items.stream().map(Aged::id).toList();
        holds.stream().forEach(each -> {
            ids.addAll(each.held(service, bounded.kind().heldAs(), all));
            accounts.addAll(each.held(service, Holds.ACCOUNT, owners));
        });
        return item -> ids.contains(item.id()) || item.account() != null && accounts.contains(item.account());
    }
}
