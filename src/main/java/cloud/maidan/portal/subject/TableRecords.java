package cloud.maidan.portal.subject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * A module's records, made of nothing but their tables. A module whose rows do not simply go when a member is erased
 * overrides {@link #erase}.
 *
 * {@snippet :
 * @Bean
 * PersonalRecords workRecords(JdbcOperations jdbc) {
 *     return new TableRecords("work", jdbc)
 *             .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", "work_step", "created_at", "secret"))
 *             .impersonal("scheduled_tasks", "Names steps by id; holds nobody's data.");
 * }
 * }
 */
public class TableRecords implements PersonalRecords {

    private final String module;
    private final JdbcOperations jdbc;
    private final Map<PersonalTable, MemberTable> personal = new LinkedHashMap<>();
    private final List<ImpersonalTable> impersonal = new ArrayList<>();
    private final List<AgingTable> aging = new ArrayList<>();

    public TableRecords(String module, JdbcOperations jdbc) {
        this.module = module;
        this.jdbc = jdbc;
    }

    /** Adds a table about members; its sentences are the messages {@code portal.table.<name>…}. */
    public final TableRecords personal(LegalBasis basis, MemberTable table) {
        personal.put(PersonalTable.named(table.name(), basis), table);
        return this;
    }

    /** Adds a table that is not about members, and why. */
    public final TableRecords impersonal(String name, String reason) {
        impersonal.add(new ImpersonalTable(name, reason));
        return this;
    }

    /** Says that rows of one of the tables go some time after they ended. */
    public final TableRecords aging(AgingTable table) {
        aging.add(table);
        return this;
    }

    @Override
    public String module() {
        return module;
    }

    @Override
    public List<PersonalTable> personal() {
        return List.copyOf(personal.keySet());
    }

    @Override
    public List<ImpersonalTable> impersonal() {
        return List.copyOf(impersonal);
    }

    @Override
    public List<AgingTable> aging() {
        return List.copyOf(aging);
    }

    @Override
    public void export(PersonalTable table, MemberId member, Consumer<Map<String, Object>> sink) {
        rows(table).export(jdbc, member, sink);
    }

    @Override
    public long erase(PersonalTable table, MemberId member) {
        return rows(table).erase(jdbc, member);
    }

    @Override
    public MemberTable rows(PersonalTable table) {
        MemberTable rows = personal.get(table);
        if (rows == null) {
            throw new IllegalArgumentException("not a table of " + module + ": " + table.name());
        }
        return rows;
    }
}
