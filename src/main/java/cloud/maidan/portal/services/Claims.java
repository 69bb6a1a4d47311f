package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Accounts that members said are theirs. A claim shows an account to whoever made it, and serves nothing else. */
@Component
class Claims {

    private final JdbcClient jdbc;
    private final Memory memory;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Claims(JdbcClient jdbc, Memory memory, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.memory = memory;
        this.events = events;
        this.clock = clock;
    }

    /** What the member claimed, whoever else it may belong to. */
    Optional<String> of(MemberId member, ServiceId service) {
        return jdbc.sql("select account from service_claim where member_id = ? and service = ?")
                .params(member.value(), service.value())
                .query(String.class)
                .optional();
    }

    /** A lookup that found nothing proven, with the member's claim in its place where that may be. */
    Lookup settle(MemberId member, ServiceId service, Lookup lookup, ServiceAdapter adapter) {
        if (lookup instanceof Lookup.Found || !(adapter instanceof Claimable claimable)) {
            return lookup;
        }
        return of(member, service)
                .filter(account -> allowed(member, service, account) && claimable.holds(account))
                .<Lookup>map(account -> new Lookup.Found(account, Evidence.CLAIMED))
                .orElse(lookup);
    }

    /** @throws ClaimRefused when the account is known to be another's, or the privacy officer said that it is not theirs */
    @Transactional
    public void make(MemberId member, ServiceId service, String account) {
        if (!allowed(member, service, account)) {
            throw new ClaimRefused();
        }
        int changed = jdbc.sql("""
                        insert into service_claim as c (member_id, service, account, claimed_at) values (?, ?, ?, ?)
                        on conflict (member_id, service) do update
                        set account = excluded.account, claimed_at = excluded.claimed_at
                        where c.account <> excluded.account
                        """)
                .params(
                        member.value(),
                        service.value(),
                        account,
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        if (changed > 0) {
            forgetAnswer(member, service);
            events.publishEvent(new AccountClaimed(member, service, account, false));
        }
    }

    /** Forgets the claim and what was shown because of it; nothing happens when there is none. */
    @Transactional
    public void takeBack(MemberId member, ServiceId service) {
        Optional<String> account = of(member, service);
        if (account.isPresent()) {
            jdbc.sql("delete from service_claim where member_id = ? and service = ?")
                    .params(member.value(), service.value())
                    .update();
            forgetAnswer(member, service);
            events.publishEvent(new AccountClaimed(member, service, account.get(), true));
        }
    }

    private void forgetAnswer(MemberId member, ServiceId service) {
        if (memory.about(member, service).evidence() == Evidence.CLAIMED) {
            memory.link(member, service, new Lookup.NoAccount(), clock.instant());
        }
        jdbc.sql("""
                delete from service_answer where member_id = :member and service = :service
                and not exists (select from service_link where member_id = :member and service = :service)
                """)
                .param("member", member.value())
                .param("service", service.value())
                .update();
    }

    private boolean allowed(MemberId member, ServiceId service, String account) {
        return jdbc.sql("""
                select not exists (select from service_link where service = :service and account = :account
                                   and member_id <> :member)
                   and not exists (select from service_claim where service = :service and account = :account
                                   and member_id <> :member)
                   and not exists (select from service_proposal where service = :service and account = :account
                                   and member_id = :member and not theirs)
                """)
                .param("service", service.value())
                .param("account", account)
                .param("member", member.value())
                .query(Boolean.class)
                .single();
    }
}
