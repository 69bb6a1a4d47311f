package cloud.maidan.portal.services;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Accounts that an e-mail address alone points to: proven by what the administrator declared, or by the privacy officer. */
@Component
class Proposals {

    private final JdbcClient jdbc;
    private final ObjectProvider<MemberDirectory> members;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Proposals(JdbcClient jdbc, ObjectProvider<MemberDirectory> members, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.members = members;
        this.events = events;
        this.clock = clock;
    }

    /** An account that waits for the privacy officer. */
    record Open(
            UUID id, MemberId member, ServiceId service, String account, boolean bornFromSignIn, Instant proposedAt) {}

    /** Turns a proposal into an account, into none, or leaves it to the privacy officer. */
    @Transactional
    Lookup settle(Member member, ServiceId service, Lookup.Proposed proposed) {
        String account = proposed.account();
        boolean bornFromSignIn = proposed.bornFromSignIn();
        Optional<Boolean> decision = decision(member.id(), service, account);
        if (decision.isPresent()) {
            return decision.get() ? new Lookup.Found(account, Evidence.OFFICER) : new Lookup.NoAccount();
        }
        forgetOpen(member.id(), service, account);
        if (bornFromSignIn
                && members.getObject().addressIsTheirs(member.id())
                && !belongsToAnother(member.id(), service, account)) {
            return new Lookup.Found(account, Evidence.ADDRESS);
        }
        jdbc.sql("""
                insert into service_proposal (id, member_id, service, account, born_from_sign_in, proposed_at)
                values (?, ?, ?, ?, ?, ?) on conflict (member_id, service, account) do nothing
                """)
                .params(UUID.randomUUID(), member.id().value(), service.value(), account, bornFromSignIn, now())
                .update();
        return new Lookup.Ambiguous();
    }

    /** Longest waiting first. @param after the last one of the page before; null for the first page */
    List<Open> open(@org.jspecify.annotations.Nullable Open after, int atMost) {
        OffsetDateTime from = after == null
                ? Instant.EPOCH.atOffset(ZoneOffset.UTC)
                : after.proposedAt().atOffset(ZoneOffset.UTC);
        UUID last = after == null ? new UUID(0, 0) : after.id();
        return jdbc.sql("""
                select id, member_id, service, account, born_from_sign_in, proposed_at from service_proposal
                where theirs is null and (proposed_at, id) > (?, ?) order by proposed_at, id limit ?
                """)
                .params(from, last, atMost)
                .query((row, number) -> new Open(
                        row.getObject("id", UUID.class),
                        new MemberId(row.getObject("member_id", UUID.class)),
                        new ServiceId(row.getString("service")),
                        row.getString("account"),
                        row.getBoolean("born_from_sign_in"),
                        row.getObject("proposed_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    Optional<Open> open(UUID id) {
        return jdbc.sql("""
                select id, member_id, service, account, born_from_sign_in, proposed_at from service_proposal
                where theirs is null and id = ?
                """)
                .param(id)
                .query((row, number) -> new Open(
                        id,
                        new MemberId(row.getObject("member_id", UUID.class)),
                        new ServiceId(row.getString("service")),
                        row.getString("account"),
                        row.getBoolean("born_from_sign_in"),
                        row.getObject("proposed_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** False when somebody was faster, or there is no such proposal. */
    @Transactional
    boolean decide(UUID id, boolean theirs, MemberId officer) {
        Optional<Open> proposal = open(id);
        boolean decided = proposal.isPresent()
                && jdbc.sql("update service_proposal set theirs = ?, decided_at = ? where id = ? and theirs is null")
                                .params(theirs, now(), id)
                                .update()
                        == 1;
        if (decided) {
            Open settled = proposal.get();
            events.publishEvent(new ProposalDecided(
                    new Actor.Person(officer), settled.member(), settled.service(), settled.account(), theirs));
        }
        return decided;
    }

    private Optional<Boolean> decision(MemberId member, ServiceId service, String account) {
        return jdbc.sql("""
                select theirs from service_proposal
                where member_id = ? and service = ? and account = ? and theirs is not null
                """)
                .params(member.value(), service.value(), account)
                .query(Boolean.class)
                .optional();
    }

    private void forgetOpen(MemberId member, ServiceId service, String but) {
        jdbc.sql("""
                delete from service_proposal where member_id = ? and service = ? and account <> ? and theirs is null
                """).params(member.value(), service.value(), but).update();
    }

    /** An address that changed hands points to the account of whoever had it before. */
    private boolean belongsToAnother(MemberId member, ServiceId service, String account) {
        return jdbc.sql("select exists (select from service_link where service = ? and account = ? and member_id <> ?)")
                .params(service.value(), account, member.value())
                .query(Boolean.class)
                .single();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
