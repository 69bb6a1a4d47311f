package cloud.maidan.portal.grown;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.EmbeddedDatabase;
import cloud.maidan.demo.provider.DemoProvider;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.NothingOfTheTests;
import cloud.maidan.portal.PortalApplication;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.TestProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A portal of its own with every service, a community of a size, and everybody who works there signed in. */
final class GrownPortal implements AutoCloseable {

    private static final List<String> PARTS = List.of("community", "requests", "policies", "trail");
    private static final String LINKED = """
            select coalesce((select last_id from audit_batch order by number desc limit 1), 0)
                = (select coalesce(max(id), 0) from audit_record)""";

    private final String database;
    private final Watch watch;
    private final ConfigurableApplicationContext portal;
    private final Map<DemoAccount, Browser> people = new EnumMap<>(DemoAccount.class);

    private GrownPortal(String database, Watch watch, ConfigurableApplicationContext portal) {
        this.database = database;
        this.watch = watch;
        this.portal = portal;
    }

    /** @param small whether tables are to be read as if they were large */
    static GrownPortal start(int members, long events, boolean small) throws SQLException, InterruptedException {
        String database = EmbeddedDatabase.newDatabase();
        Watch watch = new Watch();
        GrownPortal started = new GrownPortal(database, watch, portal(database, watch, small));
        int port = Integer.parseInt(
                Objects.requireNonNull(started.portal.getEnvironment().getProperty("local.server.port")));
        for (DemoAccount each : DemoAccount.values()) {
            started.people.put(each, Browser.on(port).signIn(each));
        }
        started.grow(members, events);
        return started;
    }

    private static ConfigurableApplicationContext portal(String database, Watch watch, boolean small) {
        DemoProvider provider = TestProvider.provider();
        List<String> settings = new ArrayList<>(List.of(
                "--spring.datasource.url=" + database,
                "--server.port=0",
                "--portal.members.addresses-identify=true",
                "--portal.members.issuer=" + provider.issuer(),
                "--portal.members.client-id=" + provider.clientId(),
                "--portal.members.client-secret=" + provider.clientSecret()));
        TestCommunity.community().connect((name, value) -> settings.add("--" + name + "=" + value.get()));
        return new SpringApplicationBuilder(PortalApplication.class)
                .profiles("test")
                .initializers(
                        NothingOfTheTests::exclude,
                        context -> ((GenericApplicationContext) context)
                                .registerBean(
                                        "watchedDatabase",
                                        WatchedDatabase.class,
                                        () -> new WatchedDatabase(watch, small)),
                        context ->
                                ((GenericApplicationContext) context).registerBean("watch", Watch.class, () -> watch))
                .run(settings.toArray(String[]::new));
    }

    private void grow(int members, long events) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            while (!asked(statement, LINKED).equals(List.of("t"))) {
                Thread.sleep(50);
            }
            for (String part : PARTS) {
                connection.setAutoCommit(false);
                statement.execute(script(part)
                        .replaceAll("(?<!:):members", Integer.toString(members))
                        .replaceAll("(?<!:):events", Long.toString(events)));
                connection.commit();
            }
            connection.setAutoCommit(true);
            statement.execute("vacuum analyze");
        }
    }

    private static String script(String part) {
        try (InputStream script =
                Objects.requireNonNull(GrownPortal.class.getResourceAsStream("/grown/" + part + ".sql"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The first column of what the database answers, past the portal. */
    List<String> ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            return asked(statement, sql);
        }
    }

    private static List<String> asked(Statement statement, String sql) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }

    /** How the database carries out a statement of nobody's, as it tells of those for pages. */
    String plan(String sql) throws SQLException {
        return "{\"Query Text\": \"" + sql + "\", "
                + String.join("\n", ask("explain (analyze, timing off, format json) " + sql))
                        .replaceFirst("\\[\\s*\\{", "")
                        .replaceFirst("\\]\\s*$", "");
    }

    /** Everybody has only just signed in, however long it all takes. */
    void refresh() throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    update member_session set authenticated_at = now(), checked_at = now() where member_id in
                        (select id from member where subject not like 'grown-%')""");
        }
    }

    StaffRoutes routes() {
        return StaffRoutes.of(part("requestMappingHandlerMapping", RequestMappingHandlerMapping.class));
    }

    /** Every page of those who work here, and of the busy member. */
    List<Visit> visits() {
        return Stream.of(Visit.staff(), routes().others(Visit.staff()), Visit.busyMember())
                .flatMap(List::stream)
                .toList();
    }

    /** Where a visit leads in this community. */
    String address(Visit visit) throws SQLException {
        return visit.address(ask(visit.where()).getFirst());
    }

    HttpResponse<String> get(DemoAccount who, String address) {
        return Objects.requireNonNull(people.get(who)).get(address);
    }

    Watch watch() {
        return watch;
    }

    <T> T part(String name, Class<T> type) {
        return portal.getBean(name, type);
    }

    @Override
    public void close() {
        portal.close();
    }
}
