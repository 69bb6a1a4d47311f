package cloud.maidan.portal;

import cloud.maidan.demo.EmbeddedDatabase;
import cloud.maidan.portal.subject.ProcessRole;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database of the portal, as its owner leaves it to the roles of its processes. */
public record DatabaseRoles(String owner) {

    static final List<String> ALL = List.of("portal_web", "portal_worker", "portal_operator");

    public static DatabaseRoles migrated() {
        String owner = EmbeddedDatabase.newDatabase();
        JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(owner));
        for (String role : ALL) {
            jdbc.sql("""
                    do $$ begin create role %s login; exception when duplicate_object then null; end $$""".formatted(role)).update();
        }
        Flyway.configure()
                .dataSource(new DriverManagerDataSource(owner))
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return new DatabaseRoles(owner);
    }

    public JdbcClient asOwner() {
        return JdbcClient.create(new DriverManagerDataSource(owner));
    }

    public JdbcClient as(ProcessRole role) {
        return JdbcClient.create(new DriverManagerDataSource(url(role)));
    }

    /** Address with the name of the role's user. */
    public String url(ProcessRole role) {
        return owner.replace("user=postgres", "user=portal_" + role.name().toLowerCase(Locale.ROOT));
    }
}
