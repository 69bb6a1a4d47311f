package cloud.maidan.portal.provisioning;

import static cloud.maidan.portal.provisioning.ServicePlans.time;

import cloud.maidan.portal.blueprints.Names;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.ResourceUse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** How the containers of services stand and what they use, as the operator saw it; and the ends of their logs. */
@Component
class StandingRows {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** How long numbers are kept. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final Duration LOG_KEPT = Duration.ofMinutes(10);

    private final JdbcClient jdbc;

    StandingRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param health {@code starting healthy unhealthy} or empty */
    record Standing(
            String name,
            String service,
            String imageId,
            String blueprintHash,
            boolean running,
            String health,
            Instant seenAt) {

        /** In a word: a key of a message. */
        public String key() {
            if (!running) {
                return "provisioning.standing.stopped";
            }
            return switch (health) {
                case "healthy" -> "provisioning.standing.healthy";
                case "unhealthy" -> "provisioning.standing.unhealthy";
                case "starting" -> "provisioning.standing.starting";
                default -> "provisioning.standing.running";
            };
        }

        public boolean well() {
            return running && health.equals("healthy");
        }
    }

    /**
     * @param memory and limit in bytes
     * @param cpu thousandths of a processor
     */
    record Sample(Instant at, long memory, long limit, int cpu) {}

    /** @param lines null until the operator has read them */
    record Log(
            String container,
            @org.jspecify.annotations.Nullable List<String> lines) {}

    /** By name. */
    List<Standing> all() {
        return jdbc.sql("select * from service_container order by name")
                .query((row, number) -> new Standing(
                        row.getString("name"),
                        row.getString("service"),
                        row.getString("image_id"),
                        row.getString("blueprint_hash"),
                        row.getBoolean("running"),
                        row.getString("health"),
                        row.getObject("seen_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    void seen(String service, ContainerStanding there, Instant now) {
        jdbc.sql("""
                insert into service_container (name, service, image_id, blueprint_hash, running, health, seen_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (name) do update set service = excluded.service, image_id = excluded.image_id,
                    blueprint_hash = excluded.blueprint_hash, running = excluded.running, health = excluded.health,
                    seen_at = excluded.seen_at
                """)
                .params(
                        there.name(),
                        service,
                        there.imageId(),
                        there.label(Names.HASH),
                        there.running(),
                        there.health(),
                        time(now))
                .update();
    }

    void forgetBefore(Instant began) {
        jdbc.sql("delete from service_container where seen_at < ?")
                .params(time(began))
                .update();
    }

    void used(String container, ResourceUse use, Instant now) {
        jdbc.sql("""
                insert into service_usage (container, at, memory, memory_limit, cpu) values (?, ?, ?, ?, ?)
                on conflict do nothing
                """)
                .params(container, time(now), use.memory(), use.memoryLimit(), use.cpu())
                .update();
        jdbc.sql("delete from service_usage where at < ?")
                .params(time(now.minus(KEPT)))
                .update();
    }

    /** Oldest first. */
    List<Sample> usage(String container) {
        return jdbc.sql("select * from service_usage where container = ? order by at limit 2000")
                .params(container)
                .query((row, number) -> new Sample(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getLong("memory"),
                        row.getLong("memory_limit"),
                        row.getInt("cpu")))
                .list();
    }

    void askForLog(String container, Instant now) {
        jdbc.sql("""
                insert into service_log (container, asked_at) values (?, ?)
                on conflict (container) do update set asked_at = excluded.asked_at
                """).params(container, time(now)).update();
    }

    /** Containers whose log somebody waits for. */
    List<String> logsAsked() {
        return jdbc.sql("select container from service_log where read_at is null or read_at < asked_at")
                .query((row, number) -> row.getString("container"))
                .list();
    }

    void logRead(String container, List<String> lines, Instant now) {
        jdbc.sql("update service_log set lines = ?::jsonb, read_at = ? where container = ?")
                .params(JSON.writeValueAsString(lines), time(now), container)
                .update();
    }

    void forgetLogs(Instant now) {
        jdbc.sql("delete from service_log where asked_at < ?")
                .params(time(now.minus(LOG_KEPT)))
                .update();
    }

    Optional<Log> log(String container) {
        return jdbc.sql("select * from service_log where container = ?")
                .params(container)
                .query((row, number) -> {
                    boolean read = row.getObject("read_at") != null;
                    String lines = read ? row.getString("lines") : null;
                    return new Log(container, lines == null ? null : List.of(JSON.readValue(lines, String[].class)));
                })
                .optional();
    }
}
