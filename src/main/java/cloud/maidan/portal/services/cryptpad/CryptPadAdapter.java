package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Claimable;
import cloud.maidan.portal.services.ClientExport;
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
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Admin;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.KnownUser;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Documents in CryptPad, which the server keeps without being able to read them. An account is a public key. */
@Component
class CryptPadAdapter
        implements ServiceAdapter, DataView, Export, Erasure, Rectification, Claimable, Retention, PrivacySettings {

    static final Duration WITHIN = Duration.ofSeconds(10);

    private static final int KEY = 32;
    private static final int LONGEST_FACT = 300;

    private final CryptPadClient cryptpad;
    private final CryptPadProperties properties;
    private final @Nullable SsoBlocks blocks;
    private final CryptPadErasure erasure;
    private final CryptPadRetention retention;

    CryptPadAdapter(CryptPadClient cryptpad, CryptPadProperties properties, Clock clock) {
        this.retention = new CryptPadRetention(cryptpad);
        this.cryptpad = cryptpad;
        this.properties = properties;
        this.blocks = properties.ssoBlockFolder() == null
                ? null
                : new SsoBlocks(properties.ssoBlockFolder(), properties.ssoProvider());
        this.erasure = new CryptPadErasure(cryptpad, blocks, CryptPadErasure.ARCHIVING, clock);
    }

    @Override
    public ServiceProfile profile() {
        return ServiceProfile.of("cryptpad", "CryptPad", "file-pen", 40)
                .needing("key")
                .without(Federation.class, "cryptpad.gap.federation");
    }

    @Override
    public boolean configured() {
        return cryptpad.configured();
    }

    /**
     * No question of an administrator is answered with a subject. The SSO plugin's files name the log-in block of each
     * subject, and the list of known users names the key of each block. An address is there only if somebody typed it.
     */
    @Override
    public Lookup find(Member member) {
        Set<String> own = blocks == null ? Set.of() : blocks.of(member.subject());
        List<KnownUser> known = cryptpad.asking(WITHIN, Admin::knownUsers);
        List<String> bySignIn = known.stream()
                .filter(user -> own.contains(user.block()))
                .map(KnownUser::key)
                .distinct()
                .toList();
        if (!bySignIn.isEmpty()) {
            return bySignIn.size() > 1
                    ? new Lookup.Ambiguous()
                    : new Lookup.Found(bySignIn.getFirst(), Evidence.SUBJECT);
        }
        List<String> byAddress = known.stream()
                .filter(user ->
                        member.email().filter(user.email()::equalsIgnoreCase).isPresent())
                .map(KnownUser::key)
                .distinct()
                .toList();
        return switch (byAddress.size()) {
            case 0 -> new Lookup.NoAccount();
            case 1 -> new Lookup.Proposed(byAddress.getFirst(), false);
            default -> new Lookup.Ambiguous();
        };
    }

    @Override
    public Lookup findAgain(ServiceAccount known) {
        return holds(known.id()) ? new Lookup.Found(known.id(), known.evidence()) : new Lookup.NoAccount();
    }

    /** CryptPad shows the key in its settings, on its own or at the end of {@code [name@host/key]}. */
    @Override
    public Optional<String> accountIn(String typed) {
        String text = typed.strip();
        String key = text.startsWith("[") && text.endsWith("]")
                ? text.substring(text.indexOf('/') + 1, text.length() - 1)
                : text;
        String standard = key.replace('-', '/'); // as it stands in addresses
        try {
            byte[] bytes = Base64.getDecoder().decode(standard);
            return bytes.length == KEY ? Optional.of(Base64.getEncoder().encodeToString(bytes)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean holds(String account) {
        return cryptpad.asking(WITHIN, admin -> admin.holds(account));
    }

    /** Those the server knows; accounts that were made with a name and password are only keys to it. */
    @Override
    public AccountPage accounts(Cursor from) {
        Map<String, String> subjects = blocks == null ? new HashMap<>() : blocks.subjects();
        return new AccountPage(
                cryptpad.asking(WITHIN, Admin::knownUsers).stream()
                        .map(user -> new AccountPage.Entry(user.key(), Optional.ofNullable(subjects.get(user.block()))))
                        .toList(),
                Optional.empty());
    }

    @Override
    public DataSummary view(ServiceAccount account) {
        return new CryptPadView(publicAddress(), account).summary(cryptpad);
    }

    @Override
    public Progress export(ServiceAccount account, Cursor from, ExportSink sink) {
        new CryptPadExport(cryptpad, account.id(), sink).run(from);
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
    public Set<Fact> corrects() {
        return Set.of(Fact.DISPLAY_NAME, Fact.EMAIL);
    }

    /** In the administrators' list of accounts; what others see of a member lies encrypted in their own drive. */
    @Override
    public Correction correct(ServiceAccount account, Fact fact, String value, Turn turn) {
        return cryptpad.asking(WITHIN, admin -> {
            KnownUser known = admin.traces(account.id()).known();
            if (known == null) {
                return new Correction.Refused(Text.of("cryptpad.rectification.unlisted"));
            }
            if (value.length() > LONGEST_FACT) {
                return new Correction.Refused(Text.of("cryptpad.rectification.long", LONGEST_FACT));
            }
            Map<String, String> changes = new LinkedHashMap<>();
            for (String field : fact == Fact.EMAIL ? List.of("email") : List.of("name", "alias")) {
                if (!known.json().path(field).asString("").equals(value)) {
                    changes.put(field, value);
                }
            }
            if (changes.isEmpty()) {
                return new Correction.AlreadySo();
            }
            turn.stillMine();
            admin.change(known, changes);
            return new Correction.Corrected();
        });
    }

    @Override
    public List<ClientExport> clientExports() {
        return List.of(ClientExport.of("cryptpad.drive-export", 4, publicAddress() + "/settings/#drive"));
    }

    @Override
    public Health check() {
        try {
            return cryptpad.asking(WITHIN, admin -> health(admin.instance().version(), admin.rules()));
        } catch (ServiceFault fault) {
            return new Health.Unreachable(fault.fault());
        }
    }

    private Health health(String version, Optional<JsonNode> rules) {
        List<Text> missing = new ArrayList<>();
        if (rules.isEmpty()) {
            missing.add(Text.of("cryptpad.check.not-an-administrator"));
        } else if (rules.get().path("dontStoreSSOUsers").asBoolean(false)) {
            missing.add(Text.of("cryptpad.check.sign-ins-not-stored"));
        }
        if (blocks == null || !blocks.readable()) {
            missing.add(Text.of("cryptpad.check.no-sso-blocks"));
        }
        return missing.isEmpty() ? new Health.Well(version) : new Health.Lacking(version, missing);
    }

    @Override
    public List<Finding> findings() {
        return cryptpad.asking(
                WITHIN,
                admin -> CryptPadFindings.of(admin.instance(), admin.rules().orElseThrow(AdminLine::misread)));
    }

    private String publicAddress() {
        return properties.publicUrl() == null
                ? cryptpad.address().toString()
                : properties.publicUrl().toString().replaceFirst("/$", "");
    }

    @Override
    public List<Setting> settings(ServiceAccount account) {
        return new DriveSettings(publicAddress()).all();
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
