package cloud.maidan.portal.erasure;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.KillPoint;
import cloud.maidan.portal.keys.OutlastingMacs;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erasures of the demo's member in a portal that is made to be killed, each time of another member of that name. */
public final class KillableErasures {

    /** Whom the member signs in at. */
    public static final String ISSUER = "http://127.0.0.1:9/application/o/portal/";

    /** What statements mean to an erasure. */
    public static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("insert into erasure \\(", "asked"),
            Map.entry("insert into erasure_service", "begun"),
            Map.entry("update erasure_ledger", "ledger known"),
            Map.entry("update erasure_service set handle", "pending"),
            Map.entry("update erasure_service set why", "hindered"),
            Map.entry("update erasure_service\\s+set state", "settled"),
            Map.entry("update erasure set state = \\?, ended_at", "closed"),
            Map.entry("update erasure_service set found", "probed"),
            Map.entry("update erasure set person = null", "looked"),
            Map.entry("update erasure set member_id = null", "anonymised"),
            Map.entry("delete from member\\b", "forgotten"));

    private KillableErasures() {}

    /**
     * One step of waiting for an erasure; true when it is over and was told. Asks if nobody did: a member who was answered
     * with an error would send the same form again.
     */
    public static boolean over(ApplicationContext portal, UUID token) {
        JdbcClient jdbc = portal.getBean(JdbcClient.class);
        ErasureDesk desk = portal.getBean(ErasureDesk.class);
        ErasureCourse course = portal.getBean(ErasureCourse.class);
        Optional<UUID> asked = jdbc.sql("select id from erasure where token = ?")
                .param(token)
                .query(UUID.class)
                .optional();
        if (asked.isEmpty()) {
            know(jdbc, token);
            desk.ask(member(token), token, true);
            return false;
        }
        MemberErasure erasure = course.find(asked.get()).orElseThrow();
        if (erasure.state() == MemberErasure.State.DONE && erasure.person() == null) {
            KillPoint.say("DONE " + token + " " + erasure.id() + " " + traces(portal, member(token)));
            return true;
        }
        Optional<StepView> stuck = portal.getBean(Steps.class).about(asked.get()).stream()
                .filter(step -> step.state() == StepView.State.NEEDS_ATTENTION)
                .findFirst();
        stuck.ifPresent(
                step -> KillPoint.say("STUCK " + token + " " + step.kind() + " " + step.part() + " " + step.why()));
        return stuck.isPresent();
    }

    /** Each erasure is of another member, with the same accounts. */
    public static MemberId member(UUID token) {
        return new MemberId(UUID.nameUUIDFromBytes(token.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void know(JdbcClient jdbc, UUID token) {
        DemoAccount mira = DemoAccount.MEMBER;
        jdbc.sql("""
                        insert into member (id, issuer, subject, username, display_name, email, email_verified, created_at, seen_at)
                        values (?, ?, ?, ?, ?, ?, true, now(), now())
                        on conflict do nothing""")
                .params(
                        member(token).value(),
                        ISSUER,
                        mira.subject(),
                        mira.username(),
                        mira.displayName(),
                        mira.email())
                .update();
    }

    /** Tables that still hold rows about the member, as {@code <table>=<rows>}; the trail stays without a name. */
    private static String traces(ApplicationContext portal, MemberId member) {
        JdbcOperations jdbc = portal.getBean(JdbcOperations.class);
        StringJoiner traces = new StringJoiner(",", "[", "]");
        portal.getBeansOfType(PersonalRecords.class)
                .values()
                .forEach(module -> module.personal().stream()
                        .filter(table -> !table.name().equals("audit_record"))
                        .forEach(table -> {
                            long rows = module.rows(table).holding(jdbc, member).count();
                            if (rows > 0) {
                                traces.add(table.name() + "=" + rows);
                            }
                        }));
        return traces.toString();
    }

    /** The ledger of a portal that is made to be killed. */
    @TestConfiguration(proxyBeanMethods = false)
    public static class Ledgers {

        @Bean
        @Primary
        KillableLedger killableLedger(ErasureProperties properties, ObjectProvider<OutlastingMacs> macs, Clock clock) {
            return new KillableLedger(properties, macs.getObject(), clock);
        }
    }

    /** A ledger around whose write, and amid it, the process can be killed. */
    private static final class KillableLedger extends Ledger {

        private final ErasureProperties properties;

        KillableLedger(ErasureProperties properties, OutlastingMacs macs, Clock clock) {
            super(properties, macs, clock);
            this.properties = properties;
        }

        @Override
        long write(ErasureId erasure, Map<ServiceId, String> accounts) {
            KillPoint.reached("before ledger");
            if (KillPoint.next("amid ledger")) {
                tear();
            }
            KillPoint.reached("amid ledger");
            long last = super.write(erasure, accounts);
            KillPoint.reached("after ledger");
            return last;
        }

        private void tear() {
            try {
                Files.createDirectories(properties.ledger());
                Files.writeString(
                        properties.ledger().resolve("ledger.ndjson"),
                        "{\"number\":7,\"at\":\"20",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
