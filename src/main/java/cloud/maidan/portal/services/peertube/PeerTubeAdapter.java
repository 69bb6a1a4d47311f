package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.FederationPolicy;
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
import cloud.maidan.portal.services.peertube.PeerTubeClient.Page;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Videos, comments and channels on our PeerTube. An account's id is a {@link UserNumber}. */
@Component
class PeerTubeAdapter
        implements ServiceAdapter, DataView, Export, Erasure, Rectification, Retention, Federation, PrivacySettings {

    private static final ServiceProfile PROFILE = ServiceProfile.of("peertube", "PeerTube", "clapperboard", 30)
            .needing("password")
            .naming("username")
            .openedAt("public-url");

    /** Pages of users that are looked through for one address; each holds a hundred. */
    private static final int PAGES_SEARCHED = 5;

    private final PeerTubeClient peertube;
    private final PeerTubeTokens tokens;
    private final PeerTubeProperties properties;
    private final Clock clock;
    private final PeerTubeRetention retention;

    PeerTubeAdapter(PeerTubeClient peertube, PeerTubeTokens tokens, PeerTubeProperties properties, Clock clock) {
        this.retention = new PeerTubeRetention(peertube);
        this.peertube = peertube;
        this.tokens = tokens;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public ServiceProfile profile() {
        return PROFILE;
    }

    @Override
    public boolean configured() {
        return peertube.configured();
    }

    /**
     * PeerTube knows its people by e-mail address only and stores no subject. It made an account at a sign-in when the
     * account names the sign-in's plugin. Its search takes parts of names and addresses, so the whole is compared.
     */
    @Override
    public Lookup find(Member member) {
        if (member.email().isEmpty()) {
            return new Lookup.NoAccount();
        }
        String address = member.email().get();
        List<JsonNode> theirs = new ArrayList<>();
        long seen = 0;
        for (int pages = 0; pages < PAGES_SEARCHED; pages++) {
            Page page = peertube.users(Optional.of(address), seen);
            page.data().stream()
                    .filter(user -> user.path("email").asString("").equalsIgnoreCase(address))
                    .forEach(theirs::add);
            seen += page.data().size();
            if (page.data().isEmpty() || seen >= page.total()) {
                return lookup(theirs);
            }
        }
        return new Lookup.Ambiguous();
    }

    private Lookup lookup(List<JsonNode> theirs) {
        return switch (theirs.size()) {
            case 0 -> new Lookup.NoAccount();
            case 1 ->
                new Lookup.Proposed(
                        UserNumber.of(theirs.getFirst()).id(),
                        theirs.getFirst().path("pluginAuth").asString("").equals(properties.authPlugin()));
            default -> new Lookup.Ambiguous();
        };
    }

    /** Number and time stay when the address changes. */
    @Override
    public Lookup findAgain(ServiceAccount known) {
        return user(known).isPresent() ? new Lookup.Found(known.id(), known.evidence()) : find(known.member());
    }

    @Override
    public AccountPage accounts(Cursor from) {
        long start = from.atStart() ? 0 : Long.parseLong(from.value());
        Page page = peertube.users(Optional.empty(), start);
        long next = start + page.data().size();
        return new AccountPage(
                page.data().stream()
                        .map(user -> new AccountPage.Entry(UserNumber.of(user).id(), Optional.empty()))
                        .toList(),
                page.data().isEmpty() || next >= page.total()
                        ? Optional.empty()
                        : Optional.of(new Cursor(Long.toString(next))));
    }

    @Override
    public Health check() {
        return new PeerTubeCheck(peertube, tokens, properties).health();
    }

    @Override
    public DataSummary view(ServiceAccount account) {
        return new PeerTubeView(peertube, peertube.typed(), present(account)).summary();
    }

    @Override
    public Progress export(ServiceAccount account, Cursor from, ExportSink sink) {
        return new PeerTubeExport(peertube, properties, clock, present(account), sink).run(ExportPosition.of(from));
    }

    private Optional<JsonNode> user(ServiceAccount account) {
        UserNumber user = UserNumber.of(account.id());
        return peertube.user(user.number()).filter(user::is);
    }

    private JsonNode present(ServiceAccount account) {
        return user(account)
                .orElseThrow(() -> new ServiceFault(Fault.UNREADABLE, null, "peertube: the account went away", null));
    }

    @Override
    public Outlook outlook(ServiceAccount account) {
        return erasure(account).outlook();
    }

    @Override
    public Outcome erase(ServiceAccount account, String handle, Turn turn) {
        return erasure(account).goOn(handle, turn);
    }

    @Override
    public List<Amount> probe(ServiceAccount account) {
        return probe(account, List.of());
    }

    @Override
    public Set<String> spares() {
        return Set.of(HeldVideos.VIDEO);
    }

    @Override
    public List<Amount> probe(ServiceAccount account, List<Hold> held) {
        return erasure(account).probe(new HeldVideos(peertube, held));
    }

    @Override
    public List<Hold> kept(ServiceAccount account, List<Hold> held) {
        return user(account)
                .map(user -> user.path("account").path("name").asString(""))
                .map(name -> held.stream()
                        .filter(hold -> new HeldVideos(peertube, List.of(hold)).of(name) > 0)
                        .toList())
                .orElse(List.of());
    }

    private PeerTubeErasure erasure(ServiceAccount account) {
        return new PeerTubeErasure(peertube, properties, clock, account);
    }

    @Override
    public Set<Fact> corrects() {
        return Set.of(Fact.EMAIL);
    }

    @Override
    public Correction correct(ServiceAccount account, Fact fact, String value, Turn turn) {
        return switch (fact) {
            case EMAIL -> new AddressCorrection(peertube, account).to(value, turn);
            case DISPLAY_NAME -> new Correction.Refused(Text.of("peertube.correction.name"));
        };
    }

    @Override
    public Text reach() {
        return new PeerTubeFederation(peertube).reach();
    }

    @Override
    public List<Measure> meaning(FederationPolicy policy) {
        return PeerTubeFederation.meaning(policy);
    }

    @Override
    public List<Taken> enforce(FederationPolicy policy, Turn turn) {
        return new PeerTubeFederation(peertube).enforce(policy, turn);
    }

    @Override
    public List<Drift> drift(FederationPolicy policy) {
        return new PeerTubeFederation(peertube).drift(policy);
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

    @Override
    public List<Setting> settings(ServiceAccount account) {
        return new ViewerSettings(peertube, peertube.typed()).of(present(account));
    }
}
