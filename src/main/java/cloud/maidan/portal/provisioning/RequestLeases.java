package cloud.maidan.portal.provisioning;

import static cloud.maidan.portal.provisioning.ServicePlans.time;

import cloud.maidan.portal.docker.OnlyOperator;
import cloud.maidan.portal.provisioning.RequestRow.Result;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Requests as the operator works on them. Whoever takes one raises its fence; writing needs the fence that was taken. */
@OnlyOperator
@Component
class RequestLeases {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final Duration lease;

    RequestLeases(JdbcClient jdbc, ProvisioningProperties properties) {
        this.jdbc = jdbc;
        this.lease = properties.lease();
    }

    Duration lease() {
        return lease;
    }

    /** One that nobody holds; the service has neither a plan to carry out nor another request that was begun. */
    Optional<RequestRow> take(Instant now) {
        return jdbc.sql("""
                        update service_request set fence = fence + 1, leased_until = :until
                        where id = (
                            select id from service_request r
                            where ended_at is null
                                and (leased_until is null or leased_until < :now)
                                and (retry_at is null or retry_at <= :now)
                                and not exists (
                                    select from service_plan p where p.service = r.service
                                        and p.confirmed_digest is not null and p.ended_at is null
                                        and p.dropped_at is null)
                                and not exists (
                                    select from service_request other where other.service = r.service
                                        and other.id <> r.id and other.began_at is not null
                                        and other.ended_at is null)
                            order by asked_at, id limit 1 for update skip locked)
                        returning *
                        """)
                .param("until", time(now.plus(lease)))
                .param("now", time(now))
                .query(ServiceRequests::row)
                .optional();
    }

    /** Holds on to it; false when somebody else has it. */
    boolean renew(RequestRow request, Instant now) {
        return jdbc.sql("update service_request set leased_until = :until where" + MINE)
                        .param("until", time(now.plus(lease)))
                        .param("id", request.id())
                        .param("fence", request.fence())
                        .update()
                == 1;
    }

    private static final String MINE = " id = :id and fence = :fence and ended_at is null";

    void began(RequestRow request, String blueprintHash, Instant now) {
        jdbc.sql("update service_request set began_at = :now, blueprint_hash = :hash where" + MINE)
                .param("now", time(now))
                .param("hash", blueprintHash)
                .param("id", request.id())
                .param("fence", request.fence())
                .update();
    }

    void turnBack(RequestRow request, Text why) {
        jdbc.sql("update service_request set turned_back = coalesce(turned_back, :why::jsonb) where" + MINE)
                .param("why", JSON.writeValueAsString(why))
                .param("id", request.id())
                .param("fence", request.fence())
                .update();
    }

    void later(RequestRow request, Text trouble, Instant retryAt) {
        jdbc.sql("update service_request set trouble = :trouble::jsonb, retry_at = :at, attempts = attempts + 1,"
                        + " leased_until = null where" + MINE)
                .param("trouble", JSON.writeValueAsString(trouble))
                .param("at", time(retryAt))
                .param("id", request.id())
                .param("fence", request.fence())
                .update();
    }

    /** Whether it was this run that ended it. */
    boolean ended(RequestRow request, Result outcome, @Nullable Text why, Instant now) {
        return jdbc.sql("update service_request set ended_at = :now, outcome = :outcome, why = :why::jsonb,"
                                + " trouble = null, leased_until = null where" + MINE)
                        .param("now", time(now))
                        .param("outcome", outcome.name())
                        .param("why", why == null ? null : JSON.writeValueAsString(why))
                        .param("id", request.id())
                        .param("fence", request.fence())
                        .update()
                == 1;
    }

    /** From now on the service's file says so. */
    void wrote(RequestRow request, Instant now) {
        jdbc.sql("""
                insert into service_overlay (service, file, setting, value, written_at) values (?, ?, ?, ?, ?)
                on conflict (service, file, setting)
                do update set value = excluded.value, written_at = excluded.written_at
                """)
                .params(request.service(), request.subject(), request.setting(), request.value(), time(now))
                .update();
    }
}
