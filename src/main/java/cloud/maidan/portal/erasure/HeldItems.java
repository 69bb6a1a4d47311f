package cloud.maidan.portal.erasure;

import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Holds;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What legal claims keep back, GDPR Art. 17(3)(e), and which erasures left something for them. */
@Component
class HeldItems {

    private final Holds holds;
    private final Accounts accounts;
    private final JdbcClient jdbc;

    HeldItems(Holds holds, Accounts accounts, JdbcClient jdbc) {
        this.holds = holds;
        this.accounts = accounts;
        this.jdbc = jdbc;
    }

    /** @param spared can stay alone @param whole keep the whole account, since the service cannot erase around them */
    record Held(List<Hold> spared, List<Hold> whole) {

        List<Hold> all() {
            List<Hold> all = new ArrayList<>(spared);
            all.addAll(whole);
            return all;
        }
    }

    static final Held NOTHING = new Held(List.of(), List.of());

    /** What must stay as of now of what a member has at a service. */
    Held now(MemberId member, ServiceId service, Erasure offered) {
        return sorted(holds.on(member, service.value()), offered);
    }

    /**
     * What must stay as of now. After a restore the account may be known to nobody, or by another number than the hold's:
     * then every hold at the service counts that could be on something of it.
     */
    Held now(MemberErasure erasure, ServiceAccount account, Erasure offered) {
        MemberId member = account.member().id();
        String service = account.service().value();
        List<Hold> mine = holds.on(member, service);
        if (!erasure.replayed()) {
            return sorted(mine, offered);
        }
        List<Hold> possible = holds.at(service).stream()
                .filter(hold -> mine.contains(hold)
                        || offered.spares().contains(hold.kind())
                        || (hold.kind().equals(Holds.ACCOUNT)
                                ? hold.item().equals(account.id())
                                : member.equals(Person.UNKNOWN)))
                .toList();
        return sorted(possible, offered);
    }

    private static Held sorted(List<Hold> all, Erasure offered) {
        return new Held(
                all.stream()
                        .filter(hold -> offered.spares().contains(hold.kind()))
                        .toList(),
                all.stream()
                        .filter(hold -> !offered.spares().contains(hold.kind()))
                        .toList());
    }

    /** What the erasure left at the service for claims and may go now. */
    List<Hold> freed(ErasureId erasure, ServiceId service, Held now) {
        return jdbc
                .sql("select hold_id, item from erasure_hold where erasure_id = ? and service = ?")
                .params(erasure.value(), service.value())
                .query((row, number) -> accounts.hold(erasure, row.getBytes("item")))
                .list()
                .stream()
                .filter(left -> now.all().stream().noneMatch(hold -> hold.id().equals(left.id())))
                .toList();
    }

    /** From now on these are what the erasure left at the service. False when one of them was lifted meanwhile. */
    boolean keep(ErasureId erasure, ServiceId service, List<Hold> kept) {
        jdbc.sql("delete from erasure_hold where erasure_id = ? and service = ?")
                .params(erasure.value(), service.value())
                .update();
        kept.forEach(
                hold -> jdbc.sql("insert into erasure_hold (erasure_id, service, hold_id, item) values (?, ?, ?, ?)")
                        .params(erasure.value(), service.value(), hold.id(), accounts.seal(erasure, hold))
                        .update());
        List<UUID> ids = kept.stream().map(Hold::id).toList();
        return ids.isEmpty() || holds.lasting(ids).size() == ids.size();
    }

    /** A service's share in an erasure. */
    record Share(ErasureId erasure, ServiceId service) {}

    /** Where something was left for the hold. */
    List<Share> leftFor(UUID hold) {
        return jdbc.sql("select erasure_id, service from erasure_hold where hold_id = ?")
                .param(hold)
                .query((row, number) -> new Share(
                        new ErasureId(row.getObject("erasure_id", UUID.class)),
                        new ServiceId(row.getString("service"))))
                .list();
    }

    /** Whether the erasure left something at the service. */
    boolean any(ErasureId erasure, ServiceId service) {
        return jdbc.sql("select exists (select from erasure_hold where erasure_id = ? and service = ?)")
                .params(erasure.value(), service.value())
                .query(Boolean.class)
                .single();
    }

    boolean any(ErasureId erasure) {
        return jdbc.sql("select exists (select from erasure_hold where erasure_id = ?)")
                .param(erasure.value())
                .query(Boolean.class)
                .single();
    }

    /** As the receipt says it: of what is confidential only that there is something. */
    static List<Retained> retained(List<Hold> held) {
        List<Retained> retained = new ArrayList<>();
        held.stream()
                .filter(hold -> !hold.confidential())
                .map(hold -> new Retained(
                        Text.of("holds.kind." + hold.kind()),
                        Text.of("erasure.held.ground", hold.ground()),
                        hold.reviewAt()))
                .forEach(retained::add);
        held.stream()
                .filter(Hold::confidential)
                .map(Hold::reviewAt)
                .max(Comparator.naturalOrder())
                .ifPresent(until -> retained.add(
                        new Retained(Text.of("erasure.held.something"), Text.of("erasure.held.claim"), until)));
        return retained;
    }
}
