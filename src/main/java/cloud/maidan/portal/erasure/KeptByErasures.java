package cloud.maidan.portal.erasure;

import cloud.maidan.portal.holds.KeptBack;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The erasures that left something for a hold, asked for by a member or, after a restore, by the ledger. */
@Component
class KeptByErasures implements KeptBack {

    private final JdbcClient jdbc;

    KeptByErasures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Text> by(UUID hold) {
        return jdbc.sql("""
                        select e.reference, e.replayed from erasure_hold h join erasure e on e.id = h.erasure_id
                        where h.hold_id = ? order by e.asked_at, e.id""")
                .param(hold)
                .query((row, number) -> Text.of(
                        row.getBoolean("replayed") ? "erasure.kept-back.replayed" : "erasure.kept-back",
                        row.getString("reference")))
                .list();
    }
}
