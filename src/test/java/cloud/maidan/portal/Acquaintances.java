package cloud.maidan.portal;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Members as a test needs them, with a row in the database each. */
public class Acquaintances implements MemberDirectory {

    private final Map<MemberId, Member> known = new ConcurrentHashMap<>();
    private final JdbcClient jdbc;

    Acquaintances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public MemberId know(String name) {
        return know(name, null, false, Locale.ENGLISH);
    }

    public MemberId know(String name, @Nullable String address, boolean trusted, Locale language) {
        MemberId id = MemberId.random();
        jdbc.sql("""
                        insert into member (id, issuer, subject, username, display_name, created_at, seen_at)
                        values (?, 'https://id.example/', ?, 'x', 'x', now(), now())""").params(id.value(), id.toString()).update();
        known.put(
                id,
                new Member(
                        id,
                        "https://id.example/",
                        id.toString(),
                        "x",
                        name,
                        address,
                        trusted,
                        language,
                        ZoneId.of("UTC")));
        return id;
    }

    @Override
    public Optional<Member> find(MemberId id) {
        return Optional.ofNullable(known.get(id));
    }

    @Override
    public boolean addressIsTheirs(MemberId id) {
        return false;
    }

    @TestConfiguration(proxyBeanMethods = false)
    public static class Directory {

        @Bean
        @Primary
        Acquaintances acquaintances(JdbcClient jdbc) {
            return new Acquaintances(jdbc);
        }
    }
}
