package cloud.maidan.portal.requests;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings;
import cloud.maidan.portal.services.Rectification;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A service whose answers are written down in the test: numbered notes, recorded after every tenth. */
class InventedService implements ServiceAdapter, DataView, Export {

    /** What happens before a note is handed over; may wait, or throw a fault. */
    interface Hook {
        void before(int note);

        /** How far the export is once all notes were handed over. */
        default Progress after() {
            return Progress.WHOLE;
        }
    }

    private final ServiceProfile profile;
    private final int padding;
    private int everybody = -1;
    private Hook forEverybody = note -> {};
    private final Map<MemberId, Hook> hooks = new ConcurrentHashMap<>();
    private final Map<MemberId, Integer> notes = new ConcurrentHashMap<>();
    private final Map<MemberId, ConcurrentLinkedQueue<Integer>> began = new ConcurrentHashMap<>();

    InventedService(String id, int order) {
        this(id, order, 0);
    }

    /** @param padding bytes that each note is longer */
    InventedService(String id, int order, int padding) {
        this.padding = padding;
        profile = ServiceProfile.of(id, "Product " + id, "folder", order)
                .without(Erasure.class, "requests.why.no-export")
                .without(Rectification.class, "requests.why.no-export")
                .without(Retention.class, "requests.why.no-export")
                .without(Federation.class, "requests.why.no-export")
                .without(PrivacySettings.class, "requests.why.no-export");
    }

    void holds(MemberId member, int count) {
        holds(member, count, note -> {});
    }

    void holds(MemberId member, int count, Hook hook) {
        notes.put(member, count);
        hooks.put(member, hook);
    }

    /** Members of whom nothing else was said hold so many notes. */
    InventedService byDefault(int count, Hook hook) {
        everybody = count;
        forEverybody = hook;
        return this;
    }

    /** The notes at which exports began, in order. */
    List<Integer> began(MemberId member) {
        return List.copyOf(began.getOrDefault(member, new ConcurrentLinkedQueue<>()));
    }

    static ServiceFault fault(Fault fault) {
        return new ServiceFault(fault, null, "as the test says", null);
    }

    @Override
    public ServiceProfile profile() {
        return profile;
    }

    @Override
    public boolean configured() {
        return true;
    }

    @Override
    public Lookup find(Member member) {
        return notes.getOrDefault(member.id(), everybody) >= 0
                ? new Lookup.Found("account-of-" + member.id(), Evidence.SUBJECT)
                : new Lookup.NoAccount();
    }

    @Override
    public AccountPage accounts(Cursor from) {
        return new AccountPage(List.of(), Optional.empty());
    }

    @Override
    public Health check() {
        return new Health.Well("1");
    }

    @Override
    public DataSummary view(ServiceAccount account) {
        long count = notes.getOrDefault(account.member().id(), everybody);
        Text text = Text.of("requests.line.done", count, count * 16);
        return new DataSummary(
                text,
                List.of(),
                List.of(new Category(
                        "notes",
                        text,
                        null,
                        count,
                        count * 16,
                        null,
                        null,
                        text,
                        LegalBasis.CONTRACT,
                        text,
                        text,
                        false,
                        null)),
                List.of(),
                List.of(),
                null);
    }

    @Override
    public Progress export(ServiceAccount account, Cursor from, ExportSink sink) {
        MemberId member = account.member().id();
        int first = from.atStart() ? 0 : Integer.parseInt(from.value());
        began.computeIfAbsent(member, key -> new ConcurrentLinkedQueue<>()).add(first);
        for (int note = first; note < notes.getOrDefault(member, everybody); note++) {
            hooks.getOrDefault(member, forEverybody).before(note);
            byte[] content = content(note);
            sink.entry("notes/%05d.txt".formatted(note), ExportSink.Form.TEXT, null, new ByteArrayInputStream(content));
            if (note % 10 == 9) {
                sink.reached(new Cursor(Integer.toString(note + 1)));
            }
        }
        return hooks.getOrDefault(member, forEverybody).after();
    }

    private byte[] content(int note) {
        byte[] noise = new byte[padding / 2];
        new Random(note).nextBytes(noise);
        return ("note %011d".formatted(note) + HexFormat.of().formatHex(noise)).getBytes(StandardCharsets.UTF_8);
    }
}
