package cloud.maidan.portal.connections;

import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was typed about services, and by whom. */
@Component
class TypedRows {

    /** In {@code connection_author}, beside the names of secrets. */
    static final String ADDRESS = "url";

    private final JdbcClient jdbc;

    TypedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<ServiceId, TypedService> all() {
        Map<ServiceId, List<TypedService.Secret>> secrets = new HashMap<>();
        Map<ServiceId, TypedService> found = new HashMap<>();
        jdbc.sql("""
                        select t.service, t.version, t.address, t.address_at, s.name, s.sealed, s.typed_at, s.previous
                        from connection_typed t left join connection_secret s using (service)
                        """).query((row, number) -> row(row, secrets)).list().forEach(row -> found.put(row.service(), row));
        return found;
    }

    TypedService of(ServiceId service) {
        return all().getOrDefault(service, TypedService.nothing(service));
    }

    /** Who typed what of the service, by its name; without those who are gone. */
    Map<String, MemberId> authors(ServiceId service) {
        return jdbc
                .sql("select name, member_id from connection_author where service = ?")
                .param(service.value())
                .query((row, number) ->
                        Map.entry(row.getString("name"), new MemberId(row.getObject("member_id", UUID.class))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Takes the next version. False when the one in force is not the expected one any more. */
    boolean advance(ServiceId service, int from) {
        jdbc.sql("insert into connection_typed (service, version) values (?, 0) on conflict do nothing")
                .param(service.value())
                .update();
        return jdbc.sql("update connection_typed set version = version + 1 where service = ? and version = ?")
                        .params(service.value(), from)
                        .update()
                == 1;
    }

    void address(ServiceId service, @Nullable URI address, Instant now) {
        jdbc.sql("update connection_typed set address = :address, address_at = :at where service = :service")
                .param("address", address == null ? null : address.toString())
                .param("at", address == null ? null : time(now))
                .param("service", service.value())
                .update();
    }

    /** @param besides whether the one before is kept until this one was seen to work */
    void secret(ServiceId service, String name, byte[] sealed, Instant now, boolean besides) {
        jdbc.sql("""
                        insert into connection_secret (service, name, sealed, typed_at) values (?, ?, ?, ?)
                        on conflict (service, name) do update set sealed = excluded.sealed, typed_at = excluded.typed_at,
                            previous = case when ? then coalesce(connection_secret.previous, connection_secret.sealed) end
                        """).params(service.value(), name, sealed, time(now), besides).update();
    }

    /** What was typed before the moment was seen to work. */
    void works(ServiceId service, Instant asked) {
        jdbc.sql(
                        "update connection_secret set previous = null where service = ? and previous is not null and typed_at < ?")
                .params(service.value(), time(asked))
                .update();
    }

    /** Puts those that were in use before in their place again; gives their names. */
    List<String> takeBack(ServiceId service, Instant now) {
        return jdbc.sql("""
                        update connection_secret set sealed = previous, previous = null, typed_at = ?
                        where service = ? and previous is not null returning name""")
                .params(time(now), service.value())
                .query((row, number) -> row.getString(1))
                .list();
    }

    void remove(ServiceId service, String name) {
        jdbc.sql("delete from connection_secret where service = ? and name = ?")
                .params(service.value(), name)
                .update();
    }

    /** Only if it is still sealed as it was. */
    void sealAnew(ServiceId service, String name, byte[] before, byte[] after) {
        for (String column : List.of("sealed", "previous")) {
            jdbc.sql("update connection_secret set " + column + " = ? where service = ? and name = ? and " + column
                            + " = ?")
                    .params(after, service.value(), name, before)
                    .update();
        }
    }

    void author(ServiceId service, String name, MemberId by, Instant now) {
        jdbc.sql("""
                        insert into connection_author (service, name, member_id, at) values (?, ?, ?, ?)
                        on conflict (service, name) do update set member_id = excluded.member_id, at = excluded.at
                        """).params(service.value(), name, by.value(), time(now)).update();
    }

    void removeAuthor(ServiceId service, String name) {
        jdbc.sql("delete from connection_author where service = ? and name = ?")
                .params(service.value(), name)
                .update();
    }

    /** Rows of one service share the list of its secrets, which grows with each. */
    private static TypedService row(ResultSet row, Map<ServiceId, List<TypedService.Secret>> secrets)
            throws SQLException {
        ServiceId service = new ServiceId(row.getString("service"));
        List<TypedService.Secret> mine = secrets.computeIfAbsent(service, id -> new ArrayList<>());
        if (row.getString("name") != null) {
            mine.add(new TypedService.Secret(
                    row.getString("name"), row.getBytes("sealed"), at(row, "typed_at"), row.getBytes("previous")));
        }
        String address = row.getString("address");
        return new TypedService(
                service,
                row.getInt("version"),
                address == null ? null : URI.create(address),
                address == null ? null : at(row, "address_at"),
                mine);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
