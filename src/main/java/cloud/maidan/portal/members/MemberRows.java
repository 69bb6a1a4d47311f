package cloud.maidan.portal.members;

import cloud.maidan.portal.site.SiteProperties;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The members, in PostgreSQL. */
@Component
class MemberRows implements MemberDirectory {

    private final JdbcClient jdbc;
    private final MembersProperties properties;
    private final SiteProperties site;
    private final Clock clock;

    MemberRows(JdbcClient jdbc, MembersProperties properties, SiteProperties site, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.site = site;
        this.clock = clock;
    }

    @Override
    public Optional<Member> find(MemberId id) {
        return row(id).map(row -> row.asMember(properties.trustEmailAddresses()));
    }

    @Override
    public boolean addressIsTheirs(MemberId id) {
        return properties.addressesIdentify()
                && jdbc.sql("""
                        select count(*) from member where lower(email) = (select lower(email) from member where id = ?)
                        """).param(id.value()).query(Long.class).single() == 1;
    }

    @Override
    public Optional<Member> ofSubject(String subject) {
        return only("subject = :value", subject);
    }

    @Override
    public Optional<Member> named(String username) {
        return only("username = :value and lower(username) collate \"C\" = lower(:value) collate \"C\"", username);
    }

    @Override
    public List<Member> holding(Role role) {
        return jdbc
                .sql("select " + MemberRow.COLUMNS
                        + " from member where roles <> '{MEMBER}' and ? = any(roles) order by seen_at desc limit 100")
                .param(role.name())
                .query(MemberRow::of)
                .list()
                .stream()
                .map(row -> row.asMember(properties.trustEmailAddresses()))
                .toList();
    }

    @Override
    public List<Member> listed(String beginning, @Nullable Member after, int atMost) {
        // names are compared byte by byte, so that what begins alike lies together in the index
        return jdbc
                .sql("select " + MemberRow.COLUMNS + """
                         from member
                        where lower(username) collate "C" >= lower(:beginning) collate "C"
                            and lower(username) collate "C" < lower(:beginning) || chr(1114111) collate "C"
                        """ + (after == null ? "" : """
                            and (lower(username) collate "C", id) > (lower(:name) collate "C", :id)
                        """) + """
                        order by lower(username) collate "C", id limit :most
                        """)
                .param("beginning", beginning)
                .param("name", after == null ? null : after.username())
                .param("id", after == null ? null : after.id().value())
                .param("most", atMost)
                .query(MemberRow::of)
                .list()
                .stream()
                .map(row -> row.asMember(properties.trustEmailAddresses()))
                .toList();
    }

    /** Of the provider in use; empty when it is not one alone. */
    private Optional<Member> only(String condition, String value) {
        List<MemberRow> found = jdbc.sql("select " + MemberRow.COLUMNS + " from member where issuer = :issuer and "
                        + condition + " limit 2")
                .param("issuer", String.valueOf(properties.issuer()))
                .param("value", value)
                .query(MemberRow::of)
                .list();
        return found.size() == 1
                ? Optional.of(found.getFirst().asMember(properties.trustEmailAddresses()))
                : Optional.empty();
    }

    Optional<MemberRow> row(MemberId id) {
        return jdbc.sql("select " + MemberRow.COLUMNS + " from member where id = ?")
                .param(id.value())
                .query(MemberRow::of)
                .optional();
    }

    /**
     * Notes who came. Language and zone are only taken for somebody new; later they are the member's own choice.
     *
     * @param browser the language the browser asked for
     */
    MemberRow welcome(Person person, Set<Role> roles, Locale browser) {
        jdbc.sql("""
                insert into member (id, issuer, subject, username, display_name, email, email_verified, groups, roles,
                    locale, zone, created_at, seen_at)
                values (:id, :issuer, :subject, :username, :displayName, :email, :emailVerified, :groups, :roles,
                    :locale, :zone, :now, :now)
                on conflict (issuer, subject) do update set username = excluded.username,
                    display_name = excluded.display_name, email = excluded.email,
                    email_verified = excluded.email_verified, groups = excluded.groups, roles = excluded.roles,
                    seen_at = excluded.seen_at
                """)
                .param("id", MemberId.random().value())
                .param("issuer", person.issuer())
                .param("subject", person.subject())
                .param("username", person.username())
                .param("displayName", person.displayName())
                .param("email", person.email())
                .param("emailVerified", person.emailVerified())
                .param("groups", person.groups().toArray(String[]::new))
                .param("roles", MemberRow.names(roles))
                .param("locale", Languages.nearest(person.locale(), browser).toLanguageTag())
                .param("zone", zone(person.zone()).getId())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return jdbc.sql("select " + MemberRow.COLUMNS + " from member where issuer = ? and subject = ?")
                .param(person.issuer())
                .param(person.subject())
                .query(MemberRow::of)
                .single();
    }

    /** Notes what the provider says by now. */
    void update(MemberId id, Person person, Set<Role> roles) {
        jdbc.sql("""
                update member set username = ?, display_name = ?, email = ?, email_verified = ?, groups = ?, roles = ?,
                    seen_at = ? where id = ?
                """)
                .param(person.username())
                .param(person.displayName())
                .param(person.email())
                .param(person.emailVerified())
                .param(person.groups().toArray(String[]::new))
                .param(MemberRow.names(roles))
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .param(id.value())
                .update();
    }

    void prefer(MemberId id, Locale locale, String theme, ZoneId zone) {
        jdbc.sql("update member set locale = ?, theme = ?, zone = ? where id = ?")
                .param(locale.toLanguageTag())
                .param(theme)
                .param(zone.getId())
                .param(id.value())
                .update();
    }

    private ZoneId zone(@Nullable String wished) {
        try {
            return wished == null ? site.zone() : ZoneId.of(wished);
        } catch (DateTimeException e) {
            return site.zone();
        }
    }
}
