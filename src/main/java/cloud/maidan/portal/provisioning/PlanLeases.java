package cloud.maidan.portal.provisioning;

import static cloud.maidan.portal.provisioning.ServicePlans.time;

import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.blueprints.Planned;
import cloud.maidan.portal.docker.ContainerWorks.Fetched;
import cloud.maidan.portal.docker.OnlyOperator;
import cloud.maidan.portal.provisioning.PlanRow.Result;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Plans as the operator works on them. Whoever takes one raises its fence; writing needs the fence that was taken. */
@OnlyOperator
@Component
class PlanLeases {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final Duration lease;

    PlanLeases(JdbcClient jdbc, ProvisioningProperties properties) {
        this.jdbc = jdbc;
        this.lease = properties.lease();
    }

    Duration lease() {
        return lease;
    }

    /** One that is to be prepared or carried out, and that nobody holds. */
    Optional<PlanRow> take(Instant now) {
        return jdbc.sql("""
                        update service_plan set fence = fence + 1, leased_until = :until
                        where id = (
                            select id from service_plan
                            where ended_at is null and dropped_at is null
                                and (steps is null or confirmed_digest is not null)
                                and (leased_until is null or leased_until < :now)
                                and (retry_at is null or retry_at <= :now)
                                and not exists (
                                    select from service_request r where r.service = service_plan.service
                                        and r.began_at is not null and r.ended_at is null)
                            order by asked_at limit 1 for update skip locked)
                        returning *
                        """)
                .param("until", time(now.plus(lease)))
                .param("now", time(now))
                .query(ServicePlans::plan)
                .optional();
    }

    /** Holds on to it; false when somebody else has it. */
    boolean renew(PlanRow plan, Instant now) {
        return update(plan, "leased_until = :value", time(now.plus(lease)));
    }

    void prepared(PlanRow plan, Planned.Steps steps, Instant now) {
        jdbc.sql("""
                update service_plan set steps = :steps::jsonb, digest = :digest, prepared_at = :now,
                    confirmed_digest = null, confirmed_at = null, leased_until = null, trouble = :trouble::jsonb,
                    fetching = null
                where id = :id and fence = :fence and ended_at is null
                """)
                .param("steps", JSON.writeValueAsString(steps.steps()))
                .param("digest", steps.digest())
                .param("now", time(now))
                .param("trouble", plan.confirmed() == null ? null : json(Text.of("provisioning.plan.moved-on")))
                .param("id", plan.id())
                .param("fence", plan.fence())
                .update();
    }

    void began(PlanRow plan, Instant now) {
        update(plan, "began_at = coalesce(began_at, :value)", time(now));
    }

    void turnBack(PlanRow plan, Text why) {
        update(plan, "turned_back = coalesce(turned_back, :value::jsonb)", json(why));
    }

    /** Whether it was this run that ended it. */
    boolean ended(PlanRow plan, Result outcome, @Nullable Text why, Instant now) {
        return jdbc.sql("""
                                update service_plan set ended_at = :now, outcome = :outcome, why = :why::jsonb,
                                    leased_until = null, trouble = null, fetching = null
                                where id = :id and fence = :fence and ended_at is null
                                """)
                        .param("now", time(now))
                        .param("outcome", outcome.name())
                        .param("why", why == null ? null : json(why))
                        .param("id", plan.id())
                        .param("fence", plan.fence())
                        .update()
                == 1;
    }

    void later(PlanRow plan, Text trouble, Instant retryAt) {
        jdbc.sql("""
                update service_plan set trouble = :trouble::jsonb, retry_at = :at, attempts = attempts + 1, leased_until = null
                where id = :id and fence = :fence and ended_at is null
                """)
                .param("trouble", json(trouble))
                .param("at", time(retryAt))
                .param("id", plan.id())
                .param("fence", plan.fence())
                .update();
    }

    void fetched(PlanRow plan, String image, Fetched fetched) {
        jdbc.sql("""
                update service_plan set fetching = ?, fetched_done = ?, fetched_total = ? where id = ? and fence = ?
                """)
                .params(image, fetched.done(), fetched.total(), plan.id(), plan.fence())
                .update();
    }

    void began(PlanRow plan, PlanStep step, Instant now) {
        jdbc.sql("""
                insert into service_plan_step (plan_id, kind, subject, began_at) values (?, ?, ?, ?)
                on conflict (plan_id, kind, subject) do nothing
                """)
                .params(plan.id(), step.kind().name(), step.subject(), time(now))
                .update();
    }

    void ended(PlanRow plan, PlanStep step, Instant now) {
        jdbc.sql("update service_plan_step set ended_at = ? where plan_id = ? and kind = ? and subject = ?")
                .params(time(now), plan.id(), step.kind().name(), step.subject())
                .update();
    }

    private boolean update(PlanRow plan, String what, Object value) {
        return jdbc.sql("update service_plan set " + what + " where id = :id and fence = :fence and ended_at is null")
                        .param("value", value)
                        .param("id", plan.id())
                        .param("fence", plan.fence())
                        .update()
                == 1;
    }

    private static String json(Text text) {
        return JSON.writeValueAsString(text);
    }
}
