package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings;
import cloud.maidan.portal.services.Rectification;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.librechat.LibreChatClient.Rights;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.time.Clock;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.springframework.stereotype.Component;

/** Conversations with our assistant, and what goes with them. */
@Component
class LibreChatAdapter implements ServiceAdapter, DataView, Export, Erasure, Retention, PrivacySettings {

    private static final int ACCOUNTS_PER_PAGE = 100;
    private static final Set<String> WRITING = Set.of(
            "insert",
            "update",
            "remove",
            "dropCollection",
            "createCollection",
            "dropDatabase",
            "createIndex",
            "collMod",
            "anyAction");

    private static final ServiceProfile PROFILE = ServiceProfile.of("librechat", "LibreChat", "bot", 60)
            .needing("mongo-uri")
            .using("eraser-uri")
            .using("rag-token")
            .using("meili-key")
            .without(Rectification.class, "librechat.gap.rectification")
            .without(Federation.class, "librechat.gap.federation");

    private final LibreChatClient librechat;
    private final Departures departures;
    private final LibreChatProperties properties;
    private final LibreChatEraser eraser;
    private final Clock clock;
    private final LibreChatRetention retention;

    LibreChatAdapter(
            LibreChatClient librechat,
            LibreChatEraser eraser,
            Departures departures,
            LibreChatProperties properties,
            Clock clock) {
        this.retention = new LibreChatRetention(new ConfigSources(librechat, properties));
        this.librechat = librechat;
        this.eraser = eraser;
        this.clock = clock;
        this.departures = departures;
        this.properties = properties;
    }

    @Override
    public ServiceProfile profile() {
        return PROFILE;
    }

    @Override
    public boolean configured() {
        return librechat.configured();
    }

    /** By the subject; where LibreChat stores another one or none, an account with the address is proposed. */
    @Override
    public Lookup find(Member member) {
        librechat.requireWell();
        List<String> mine = librechat.accountsOf(member.subject()).stream()
                .filter(account -> oursIssued(Fields.text(account, "openidIssuer"), member))
                .map(account -> Fields.needed(account, "_id"))
                .toList();
        return switch (mine.size()) {
            case 0 -> member.email().map(this::proposed).orElseGet(Lookup.NoAccount::new);
            case 1 -> new Lookup.Found(mine.getFirst(), Evidence.SUBJECT);
            default -> new Lookup.Ambiguous();
        };
    }

    /** Each application has an issuer of its own at the same provider, so only its host is compared unless we know it. */
    private boolean oursIssued(String issuer, Member member) {
        if (issuer.isEmpty()) {
            return true; // versions before 2025 store none
        }
        URI known = properties.issuer();
        if (known != null) {
            return trimmed(issuer).equals(trimmed(known.toString()));
        }
        return origin(issuer).isPresent() && origin(issuer).equals(origin(member.issuer()));
    }

    private Lookup proposed(String address) {
        List<BsonDocument> accounts = librechat.accountsAt(address);
        return switch (accounts.size()) {
            case 0 -> new Lookup.NoAccount();
            case 1 ->
                new Lookup.Proposed(
                        Fields.needed(accounts.getFirst(), "_id"),
                        Fields.text(accounts.getFirst(), "provider").equals("openid"));
            default -> new Lookup.Ambiguous();
        };
    }

    @Override
    public Lookup findAgain(ServiceAccount known) {
        return find(known.member()) instanceof Lookup.Found found
                ? found
                : librechat
                        .account(known.id())
                        .<Lookup>map(account -> new Lookup.Found(known.id(), known.evidence()))
                        .orElseGet(Lookup.NoAccount::new);
    }

    @Override
    public AccountPage accounts(Cursor from) {
        librechat.requireWell();
        List<BsonDocument> page =
                librechat.accounts(from.atStart() ? Optional.empty() : Optional.of(from.value()), ACCOUNTS_PER_PAGE);
        List<AccountPage.Entry> entries = page.stream()
                .map(account -> new AccountPage.Entry(
                        Fields.needed(account, "_id"),
                        Optional.of(Fields.text(account, "openidId")).filter(subject -> !subject.isEmpty())))
                .toList();
        return new AccountPage(
                entries,
                page.size() < ACCOUNTS_PER_PAGE
                        ? Optional.empty()
                        : Optional.of(new Cursor(entries.getLast().account())));
    }

    @Override
    public Health check() {
        String version = "schemas " + LibreChatClient.SCHEMAS;
        try {
            librechat.requireWell();
            List<Text> missing = new ArrayList<>();
            Rights rights = librechat.rights();
            if (rights.users() == 0) {
                missing.add(Text.of("librechat.check.no-sign-in"));
            } else if (rights.actions().stream().anyMatch(WRITING::contains)) {
                missing.add(Text.of("librechat.check.may-write"));
            }
            Set<String> collections = librechat.collections();
            List<String> lacking = Kept.lacking(collections);
            List<String> unknown = Kept.unknown(collections);
            if (eraser.configured() && !eraser.mayRemove()) {
                missing.add(Text.of("librechat.check.eraser"));
            }
            if (!lacking.isEmpty()) {
                missing.add(Text.of("librechat.check.lacking", String.join(", ", lacking)));
            }
            if (!unknown.isEmpty()) {
                missing.add(Text.of("librechat.check.unknown", String.join(", ", unknown)));
            }
            return missing.isEmpty() ? new Health.Well(version) : new Health.Lacking(version, missing);
        } catch (ServiceFault fault) {
            return new Health.Unreachable(fault.fault());
        }
    }

    @Override
    public DataSummary view(ServiceAccount account) {
        librechat.requireWell();
        return new LibreChatView(librechat, properties, account.id()).summary(departures.findings());
    }

    @Override
    public Progress export(ServiceAccount account, Cursor from, ExportSink sink) {
        librechat.requireWell();
        new LibreChatExport(librechat, properties, account.id(), sink).run(ExportPosition.of(from));
        return Progress.WHOLE;
    }

    @Override
    public Outlook outlook(ServiceAccount account) {
        return erasure(account).outlook();
    }

    @Override
    public Outcome erase(ServiceAccount account, String handle, Turn turn) {
        return erasure(account).erase(handle, turn);
    }

    @Override
    public List<Amount> probe(ServiceAccount account) {
        return probe(account, List.of());
    }

    @Override
    public Set<String> spares() {
        return Spared.KINDS;
    }

    @Override
    public List<Amount> probe(ServiceAccount account, List<Hold> held) {
        return erasure(account).probe(Spared.of(held));
    }

    @Override
    public List<Hold> kept(ServiceAccount account, List<Hold> held) {
        return Spared.kept(held, librechat, account.id());
    }

    private LibreChatErasure erasure(ServiceAccount account) {
        librechat.requireWell();
        librechat.requireKnownSchema();
        return new LibreChatErasure(librechat, eraser, departures, properties, clock, account.id());
    }

    /** Whether what members write can leave, way by way. */
    @Override
    public List<Finding> findings() {
        librechat.requireWell();
        return departures.findings();
    }

    private static Optional<String> origin(String address) {
        try {
            URI uri = URI.create(address);
            return Optional.ofNullable(uri.getRawAuthority()).map(where -> uri.getScheme() + "://" + where);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String trimmed(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    @Override
    public List<Setting> settings(ServiceAccount account) {
        librechat.requireWell();
        return new AssistantSettings(librechat, departures, properties, account.id()).all();
    }

    @Override
    public List<Kind> kinds() {
        return retention.kinds();
    }

    @Override
    public Found found(String kind) {
        return retention.found(kind);
    }

    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        return retention.keep(kind, period, turn);
    }
}
