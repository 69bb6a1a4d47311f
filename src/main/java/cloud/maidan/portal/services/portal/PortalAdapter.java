package cloud.maidan.portal.services.portal;

import cloud.maidan.portal.members.DeviceNames;
import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings;
import cloud.maidan.portal.services.Rectification;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.Holding;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/** What the portal's own modules hold about a member, told as any other service tells it. */
@Component
class PortalAdapter implements ServiceAdapter, DataView, Export, Erasure, Retention, PrivacySettings {

    private static final ServiceProfile PROFILE = ServiceProfile.of("portal", "Maidan", "layout-grid", 80)
            .without(Rectification.class, "portal.gap.rectification")
            .without(Federation.class, "portal.gap.federation");

    private final List<Shelf> shelves;
    private final List<MemberTable> rows;
    private final JdbcOperations jdbc;
    private final PortalErasure erasure;
    private final PortalSweep sweep;
    private final MemberPages members;
    private final FieldWords fields;
    private final OwnSettings settings;
    private final String version;

    PortalAdapter(
            List<PersonalRecords> records,
            JdbcOperations jdbc,
            MemberPages members,
            FieldWords fields,
            DeviceNames devices) {
        this.settings = new OwnSettings(devices);
        this.shelves = records.stream()
                .flatMap(module -> module.personal().stream().map(table -> new Shelf(module, table)))
                .sorted(Comparator.comparing(Shelf::name))
                .toList();
        this.rows = shelves.stream()
                .map(shelf -> shelf.module().rows(shelf.table()))
                .toList();
        this.jdbc = jdbc;
        this.erasure = new PortalErasure(shelves, jdbc);
        this.sweep = new PortalSweep(shelves, jdbc);
        this.members = members;
        this.fields = fields;
        this.version = Optional.ofNullable(PortalAdapter.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public ServiceProfile profile() {
        return PROFILE;
    }

    @Override
    public boolean configured() {
        return true;
    }

    @Override
    public Lookup find(Member member) {
        return new Lookup.Found(member.id().toString(), Evidence.OWN_RECORDS);
    }

    @Override
    public AccountPage accounts(Cursor from) {
        return members.after(from);
    }

    @Override
    public Health check() {
        return new Health.Well(version);
    }

    @Override
    public DataSummary view(ServiceAccount account) {
        List<Holding> holdings =
                MemberTable.holdings(jdbc, rows, account.member().id());
        List<Category> categories = IntStream.range(0, shelves.size())
                .mapToObj(place -> shelves.get(place).category(holdings.get(place)))
                .toList();
        long records = categories.stream()
                .map(Category::count)
                .filter(count -> count != null)
                .mapToLong(Long::longValue)
                .sum();
        return new DataSummary(
                Text.of("portal.headline", records),
                List.of(Text.of("portal.remark")),
                categories,
                List.of(),
                List.of(),
                null);
    }

    @Override
    public Progress export(ServiceAccount account, Cursor from, ExportSink sink) {
        for (Shelf shelf : shelves) {
            if (!from.atStart() && shelf.name().compareTo(from.value()) <= 0) {
                continue;
            }
            copy(shelf, account.member().id(), sink);
            sink.reached(new Cursor(shelf.name()));
        }
        return Progress.WHOLE;
    }

    @Override
    public Outlook outlook(ServiceAccount account) {
        return erasure.outlook(account);
    }

    @Override
    public Outcome erase(ServiceAccount account, String handle, Turn turn) {
        return erasure.erase(account, handle, turn);
    }

    @Override
    public List<Amount> probe(ServiceAccount account) {
        return erasure.probe(account);
    }

    @Override
    public List<Kind> kinds() {
        return sweep.kinds();
    }

    @Override
    public AgedPage aged(String kind, Instant before, Cursor from) {
        return sweep.aged(kind, before, from);
    }

    @Override
    public long staying(String kind, Instant before, long enough) {
        return sweep.staying(kind, before, enough);
    }

    @Override
    public void delete(String kind, List<Aged> items, Turn turn) {
        sweep.delete(kind, items, turn);
    }

    @Override
    public List<Setting> settings(ServiceAccount account) {
        return settings.of(account.member().id());
    }

    @Override
    public Applied set(ServiceAccount account, String setting, String value, Turn turn) {
        return settings.set(account.member().id(), setting, value, turn);
    }

    private void copy(Shelf shelf, MemberId member, ExportSink sink) {
        try (RowStream rows = new RowStream(row -> shelf.module().export(shelf.table(), member, row))) {
            if (rows.empty()) {
                return;
            }
            sink.describe(shelf.file(), Text.of("portal.file"));
            sink.describe(shelf.file(), shelf.table().title());
            sink.describe(shelf.file(), shelf.table().purpose());
            sink.schema(shelf.file(), "/schemas/portal/row.schema.json");
            sink.entry(shelf.file(), ExportSink.Form.TEXT, null, rows);
            rows.fields()
                    .forEach(field -> fields.meaning(shelf.table().name(), field)
                            .ifPresent(meaning -> sink.describe(shelf.file() + "#" + field, meaning)));
        }
    }
}
