package cloud.maidan.portal.retention;

import cloud.maidan.portal.KillPoint;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A plan over what rooms and files hold, in a portal that is made to be killed; each token is a plan. */
public final class KillableRetention {

    /** What statements mean to a plan. */
    public static final Map<String, String> MEANINGS = Map.of(
            "insert into retention_plan", "plan asked",
            "insert into retention_item", "plan named",
            "update retention_line set state = 'COUNTED'", "plan counted",
            "update retention_plan set state = \\?, needed", "plan sealed",
            "insert into retention_confirmation", "plan confirmed",
            "update retention_line set cursor = \\?, blocked = \\?, pass", "page swept",
            "update retention_line set state = 'DONE'", "line swept",
            "delete from retention_item", "plan ended");

    /** Held for a claim. */
    public static final String HELD_FILE = "Media1";

    /** Held for a claim; what comes after it in its room can only go after it. */
    public static final String HELD_MESSAGE = "$event-100";

    private static final String SERVICE = "matrix";
    private static final List<String> KINDS = List.of("files", "messages");
    /** Everything that the stand-in has. */
    private static final Instant BEFORE = Instant.parse("2026-11-01T00:00:00Z");

    private KillableRetention() {}

    /** One step of waiting for a plan; true when it is carried out and was told. Asks and confirms if nobody did. */
    public static boolean over(ApplicationContext portal, UUID token) {
        PlanRows plans = portal.getBean(PlanRows.class);
        Optional<Plan> plan = plans.find(token);
        if (plan.isEmpty()) {
            make(portal, token);
            return false;
        }
        if (plan.get().waiting()) {
            confirm(portal, plan.get());
        }
        if (plan.get().state() == Plan.State.DONE) {
            KillPoint.say("SWEPT " + token + " " + plan.get().items());
            return true;
        }
        Optional<StepView> stuck = portal.getBean(Steps.class).about(token).stream()
                .filter(step -> step.state() == StepView.State.NEEDS_ATTENTION)
                .findFirst();
        stuck.ifPresent(
                step -> KillPoint.say("STUCK " + token + " " + step.kind() + " " + step.part() + " " + step.why()));
        return stuck.isPresent();
    }

    /** The rules by themselves would delete nothing: the plan's time is its own. */
    private static void make(ApplicationContext portal, UUID token) {
        Rules rules = portal.getBean(Rules.class);
        PlanRows plans = portal.getBean(PlanRows.class);
        Steps steps = portal.getBean(Steps.class);
        JdbcClient jdbc = portal.getBean(JdbcClient.class);
        portal.getBean(TransactionTemplate.class).executeWithoutResult(transaction -> {
            hold(jdbc, "file", HELD_FILE);
            hold(jdbc, "message", HELD_MESSAGE);
            plans.insert(token, Instant.now().truncatedTo(ChronoUnit.MICROS), false);
            for (int place = 0; place < KINDS.size(); place++) {
                String kind = KINDS.get(place);
                if (rules.find(SERVICE, kind).isEmpty()) {
                    rules.set(
                            portal.getBean(Kinds.class).find(SERVICE, kind).orElseThrow(),
                            Period.ofYears(20),
                            "why",
                            0,
                            person(jdbc, token, 0));
                }
                plans.insert(token, place, rules.find(SERVICE, kind).orElseThrow(), BEFORE);
                steps.plan(CountTask.KIND, token, SERVICE + "/" + kind, null);
            }
        });
    }

    private static void confirm(ApplicationContext portal, Plan plan) {
        PlanRows plans = portal.getBean(PlanRows.class);
        MemberId next = person(portal.getBean(JdbcClient.class), plan.id(), plans.confirmations(plan.id()));
        if (!plans.confirmedBy(plan.id(), next)) {
            portal.getBean(PlanDesk.class)
                    .confirm(plan.id(), portal.getBean(PlanSeal.class).token(plan), next);
        }
    }

    private static MemberId person(JdbcClient jdbc, UUID token, int number) {
        MemberId id = new MemberId(new UUID(token.getMostSignificantBits(), number));
        jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, 'test', ?, 'x', 'X', now(), now()) on conflict do nothing")
                .params(id.value(), id.toString())
                .update();
        return id;
    }

    private static void hold(JdbcClient jdbc, String kind, String item) {
        UUID id = UUID.nameUUIDFromBytes(item.getBytes(StandardCharsets.UTF_8));
        jdbc.sql("insert into legal_hold (id, reference, token, formerly, service, kind, item, ground, confidential,"
                        + " placed_at, review_at) values (?, ?, ?, ?, 'matrix', ?, ?, 'a claim', false, now(), now())"
                        + " on conflict do nothing")
                .params(id, item, id, id, kind, item)
                .update();
    }
}
