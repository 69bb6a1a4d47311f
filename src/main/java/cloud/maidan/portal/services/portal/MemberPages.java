package cloud.maidan.portal.services.portal;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Cursor;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All members as accounts of the portal, a few hundred at a time, in the order of their ids. */
@Component
class MemberPages {

    private static final int PAGE = 500;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;

    MemberPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    AccountPage after(Cursor from) {
        List<AccountPage.Entry> entries = jdbc.sql(
                        "select id::text, subject from member where id > ? order by id limit " + PAGE)
                .param(from.atStart() ? BEFORE_ALL : UUID.fromString(from.value()))
                .query((row, number) -> new AccountPage.Entry(row.getString(1), Optional.of(row.getString(2))))
                .list();
        return new AccountPage(
                entries,
                entries.size() < PAGE
                        ? Optional.empty()
                        : Optional.of(new Cursor(entries.getLast().account())));
    }
}
