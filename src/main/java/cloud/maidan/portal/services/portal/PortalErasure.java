package cloud.maidan.portal.services.portal;

import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.Holding;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Erases what the portal itself holds: table by table, the keys of the audit trail and the member last. Records of the
 * trail stay and name nobody any more; so do the rows that prove that requests were dealt with.
 */
final class PortalErasure {

    /** What stays without a name. */
    private static final String TRAIL = "audit/audit_record";
    /** What the rest needs until it is gone. */
    private static final List<String> LAST = List.of("audit/audit_member_key", "members/member");

    private static final List<Erasure.Retained> TRAIL_STAYS =
            List.of(new Erasure.Retained(Text.of("portal.erasure.trail"), Text.of("portal.erasure.trail.why"), null));

    private final List<Shelf> shelves;
    private final JdbcOperations jdbc;

    PortalErasure(List<Shelf> shelves, JdbcOperations jdbc) {
        List<Shelf> order = new ArrayList<>(
                shelves.stream().filter(shelf -> !LAST.contains(shelf.name())).toList());
        LAST.forEach(last ->
                shelves.stream().filter(shelf -> shelf.name().equals(last)).forEach(order::add));
        this.shelves = List.copyOf(order);
        this.jdbc = jdbc;
    }

    Erasure.Outlook outlook(ServiceAccount account) {
        return new Erasure.Outlook(held(account, shelf -> !stays(shelf)), retained(account), List.of(), null);
    }

    /** Counts first, and is called again with the counts: what went is known however often it is interrupted. */
    Erasure.Outcome erase(ServiceAccount account, String handle, Turn turn) {
        if (handle.isEmpty()) {
            String counted = counted(account);
            return counted.isEmpty()
                    ? new Erasure.Outcome.NothingHeld()
                    : new Erasure.Outcome.Pending(counted, Instant.EPOCH, Text.of("portal.erasure.counted"));
        }
        MemberId member = memberOf(account);
        for (Shelf shelf : shelves) {
            turn.stillMine();
            shelf.module().erase(shelf.table(), member);
        }
        List<Erasure.Amount> erased = new ArrayList<>();
        boolean trail = false;
        for (String each : handle.split(" ")) {
            String[] part = each.split("=");
            trail |= part[0].equals(TRAIL);
            shelves.stream()
                    .filter(shelf -> shelf.name().equals(part[0]) && !stays(shelf))
                    .forEach(
                            shelf -> erased.add(new Erasure.Amount(shelf.table().title(), Long.parseLong(part[1]))));
        }
        return new Erasure.Outcome.Finished(erased, trail ? TRAIL_STAYS : List.of(), List.of());
    }

    /** Table and rows, such as {@code requests/export_request=3}, separated by spaces; empty when there is nothing. */
    private String counted(ServiceAccount account) {
        List<MemberTable> tables = shelves.stream()
                .map(shelf -> shelf.module().rows(shelf.table()))
                .toList();
        List<Holding> holdings = MemberTable.holdings(jdbc, tables, memberOf(account));
        return IntStream.range(0, shelves.size())
                .filter(place -> holdings.get(place).count() > 0)
                .mapToObj(place ->
                        shelves.get(place).name() + "=" + holdings.get(place).count())
                .collect(Collectors.joining(" "));
    }

    List<Erasure.Amount> probe(ServiceAccount account) {
        return held(account, shelf -> !stays(shelf));
    }

    private List<Erasure.Retained> retained(ServiceAccount account) {
        return held(account, PortalErasure::stays).isEmpty() ? List.of() : TRAIL_STAYS;
    }

    private List<Erasure.Amount> held(ServiceAccount account, Predicate<Shelf> which) {
        List<Shelf> asked = shelves.stream().filter(which).toList();
        List<MemberTable> tables =
                asked.stream().map(shelf -> shelf.module().rows(shelf.table())).toList();
        List<Holding> holdings = MemberTable.holdings(jdbc, tables, memberOf(account));
        List<Erasure.Amount> held = new ArrayList<>();
        for (int place = 0; place < asked.size(); place++) {
            if (holdings.get(place).count() > 0) {
                held.add(new Erasure.Amount(
                        asked.get(place).table().title(), holdings.get(place).count()));
            }
        }
        return held;
    }

    private static boolean stays(Shelf shelf) {
        return shelf.name().equals(TRAIL);
    }

    private static MemberId memberOf(ServiceAccount account) {
        return new MemberId(UUID.fromString(account.id()));
    }
}
