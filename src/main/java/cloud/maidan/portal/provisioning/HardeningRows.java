package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.docker.SetuidFiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the last look found of each container, and what is known of the files of images. */
@Component
class HardeningRows {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST = 1000;

    private final JdbcClient jdbc;

    HardeningRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By name. */
    List<HardenedContainer> all() {
        return jdbc.sql("select * from hardening_container order by name, id limit " + MOST)
                .query(HardeningRows::container)
                .list();
    }

    /** Takes the place of what was found of it before. */
    void keep(HardenedContainer container) {
        jdbc.sql("""
                insert into hardening_container (id, name, image, managed, running, looked_at, findings)
                values (:id, :name, :image, :managed, :running, :at, :findings::jsonb)
                on conflict (id) do update set name = excluded.name, image = excluded.image, managed = excluded.managed,
                    running = excluded.running, looked_at = excluded.looked_at, findings = excluded.findings
                """)
                .param("id", container.id())
                .param("name", container.name())
                .param("image", container.image())
                .param("managed", container.managed())
                .param("running", container.running())
                .param("at", time(container.lookedAt()))
                .param("findings", JSON.writeValueAsString(container.findings()))
                .update();
    }

    /** Whatever the look that began then did not see is gone. */
    void forgetBefore(Instant began) {
        jdbc.sql("delete from hardening_container where looked_at < ?")
                .params(time(began))
                .update();
    }

    Optional<SetuidFiles> setuid(String image) {
        return jdbc.sql("select setuid, complete from hardening_image where id = ?")
                .params(image)
                .query((row, number) -> new SetuidFiles(
                        List.of(JSON.readValue(row.getString("setuid"), String[].class)), row.getBoolean("complete")))
                .optional();
    }

    void keep(String image, SetuidFiles files, Instant now) {
        jdbc.sql("""
                insert into hardening_image (id, setuid, complete, looked_at) values (?, ?::jsonb, ?, ?)
                on conflict (id) do nothing
                """)
                .params(image, JSON.writeValueAsString(files.paths()), files.complete(), time(now))
                .update();
    }

    /** Images that no container has any more. */
    void forgetImages(List<String> used) {
        jdbc.sql("delete from hardening_image where id <> all(?)")
                .params((Object) used.toArray(String[]::new))
                .update();
    }

    private static HardenedContainer container(ResultSet row, int number) throws SQLException {
        return new HardenedContainer(
                row.getString("id"),
                row.getString("name"),
                row.getString("image"),
                row.getBoolean("managed"),
                row.getBoolean("running"),
                row.getObject("looked_at", OffsetDateTime.class).toInstant(),
                findings(row.getString("findings")));
    }

    private static List<Finding> findings(String json) {
        try {
            return List.of(JSON.readValue(json, Finding[].class));
        } catch (JacksonException e) {
            return List.of(); // written by another version of the portal: the next look takes its place
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
