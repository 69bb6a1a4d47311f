package cloud.maidan.demo.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the two processes of Authentik's image share, in Authentik's database. */
record SharedTable(JdbcClient database) {

    /** @param environment as Authentik reads it; a value may name the file it is in */
    static SharedTable open(Map<String, String> environment) throws IOException {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {value(environment, "AUTHENTIK_POSTGRESQL__HOST")});
        source.setDatabaseName(value(environment, "AUTHENTIK_POSTGRESQL__NAME"));
        source.setUser(value(environment, "AUTHENTIK_POSTGRESQL__USER"));
        source.setPassword(value(environment, "AUTHENTIK_POSTGRESQL__PASSWORD"));
        if (value(environment, "AUTHENTIK_SECRET_KEY").length() < 50) {
            throw new IllegalStateException("the secret key is too short");
        }
        SharedTable table = new SharedTable(JdbcClient.create(source));
        table.database
                .sql("create table if not exists applied (name text primary key, value text not null)")
                .update();
        table.database
                .sql("create table if not exists untold (token text primary key)")
                .update();
        return table;
    }

    private static String value(Map<String, String> environment, String name) throws IOException {
        String value = Objects.requireNonNull(environment.get(name), name);
        return value.startsWith("file://")
                ? Files.readString(Path.of(value.substring("file://".length()))).strip()
                : value;
    }

    void put(String name, String value) {
        database.sql("insert into applied values (?, ?) on conflict (name) do update set value = excluded.value")
                .params(name, value)
                .update();
    }

    /** Nothing while the blueprint was not applied. */
    String value(String name) {
        return database.sql("select value from applied where name = ?")
                .param(name)
                .query(String.class)
                .optional()
                .orElse("");
    }

    void tell(String token) {
        database.sql("insert into untold values (?)").param(token).update();
    }

    /** Each once. */
    List<String> untold() {
        return database.sql("delete from untold returning token")
                .query((row, number) -> row.getString(1))
                .list();
    }
}
