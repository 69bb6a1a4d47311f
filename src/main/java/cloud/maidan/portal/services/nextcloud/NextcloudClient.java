package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.MemberBearer;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceAccess.Secret;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.services.http.ServiceHttp;
import cloud.maidan.portal.subject.Member;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Speaks to Nextcloud (33 and 34) as our service account, which sees of a member only profile, quota and groups, and
 * opens lines as the member, who sees all of theirs. Sends no cookie: with one, Nextcloud asks for passwords.
 */
@Component
class NextcloudClient {

    static final ServiceId ID = new ServiceId("nextcloud");
    private static final String APP_SETTING = "/apps/provisioning_api/api/v1/config/apps/{app}/{key}";

    private static final String SECRET = "password";

    private final ServiceAccess access;
    private final OutboundHttp http;
    private final MemberBearer bearer;
    private final NextcloudProperties properties;
    private final Clock clock;
    private final Refusals refusals;

    NextcloudClient(
            ServiceAccess access, OutboundHttp http, MemberBearer bearer, NextcloudProperties properties, Clock clock) {
        this.access = access;
        this.http = http;
        this.bearer = bearer;
        this.properties = properties;
        this.clock = clock;
        this.refusals = new Refusals(clock);
    }

    boolean configured() {
        return access.address(ID).isPresent() && access.secret(ID, SECRET).isPresent();
    }

    Status status() {
        return new Status(
                http.to(ID, address(), Authorization.none()).get("/status.php").json(JsonNode.class));
    }

    /** Whether our account lists accounts; the refusal's status otherwise: 401 unknown, 403 no administrator. */
    int askedForAccounts() {
        Call call = Ocs.asking(admin().get(Ocs.path("/cloud/users")).with("limit", 1));
        Answer answer = call.answer();
        if (Ocs.refused(answer)) {
            return answer.status();
        }
        return Ocs.read(call, answer).isPresent() ? answer.status() : 403;
    }

    /** Profile and quota as an administrator sees them. */
    Optional<Account> account(String uid) {
        return Ocs.ifPresent(admin().get(Ocs.path("/cloud/users/{user}"), uid)).map(Account::new);
    }

    List<String> groups(String uid) {
        JsonNode groups = Ocs.data(admin().get(Ocs.path("/cloud/users/{user}/groups"), uid))
                .path("groups");
        if (!groups.isArray()) {
            throw Ocs.misread("no groups");
        }
        return groups.valueStream().map(JsonNode::asString).toList();
    }

    /** Accounts from a place in their order on. */
    List<Account> accounts(int from, int limit) {
        JsonNode users = Ocs.data(admin().get(Ocs.path("/cloud/users/details"))
                        .with("limit", limit)
                        .with("offset", from))
                .path("users");
        if (!users.isObject() && !Ocs.isEmpty(users)) {
            throw Ocs.misread("no users");
        }
        return users.valueStream().map(Account::new).toList();
    }

    /** Lets nobody sign in to the account any more; one that is gone is no fault. */
    void disable(String uid) {
        Ocs.ifPresent(admin().put(Ocs.path("/cloud/users/{user}/disable"), uid));
    }

    /** Has each client of the account remove its copies as soon as it asks; one that is gone is no fault. */
    void wipe(String uid) {
        Ocs.ifPresent(admin().post(Ocs.path("/cloud/users/{user}/wipe"), uid));
    }

    /** How the removal of an account went. */
    enum Removal {
        GONE,
        /** Without an answer in time Nextcloud goes on, whether somebody waits or not. */
        UNDER_WAY,
        /** Nextcloud, or where it has the account from, does not do it (OCS status 101). */
        DECLINED
    }

    Removal remove(String uid) {
        Call call =
                Ocs.asking(admin().delete(Ocs.path("/cloud/users/{user}"), uid)).within(properties.eraseWithin());
        Answer answer;
        try {
            answer = call.answer();
        } catch (ServiceFault fault) {
            if (fault.fault() == Fault.TIMED_OUT) {
                return Removal.UNDER_WAY;
            }
            throw fault;
        }
        if (answer.status() == 504) {
            return Removal.UNDER_WAY;
        }
        if (Ocs.code(answer) == 101) {
            return Removal.DECLINED;
        }
        if (Ocs.read(call, answer).isEmpty() && account(uid).isPresent()) {
            throw new ServiceFault(Fault.BROKEN, null, "nextcloud: an account that it does not find and shows", null);
        }
        return Removal.GONE;
    }

    /** Whether Nextcloud takes the value; it refuses by a status of its own (101 to 113). @param field such as email */
    boolean edit(String uid, String field, String value) {
        Call call = admin().put(Ocs.path("/cloud/users/{user}"), uid).sending(Map.of("key", field, "value", value));
        Answer answer = Ocs.asking(call).answer();
        return (Ocs.code(answer) < 101 || Ocs.code(answer) > 113)
                && Ocs.read(call, answer).isPresent();
    }

    /** A setting of an app; empty when it was never set. */
    Optional<String> setting(String app, String key) {
        return Ocs.ifPresent(admin().get(Ocs.path(APP_SETTING), app, key))
                .map(found -> found.path("data").asString(""))
                .filter(value -> !value.isEmpty());
    }

    void set(String app, String key, String value) {
        Ocs.data(admin().post(Ocs.path(APP_SETTING), app, key).sending(Map.of("value", value)));
    }

    /** How sign-ins are mapped to accounts; empty when the app for sign-ins is not installed, or too old to say. */
    Optional<List<Provider>> providers() {
        return Ocs.ifPresent(admin().get(Ocs.path("/apps/user_oidc/api/v1/provider")))
                .map(providers -> providers.valueStream().map(Provider::new).toList());
    }

    /**
     * A way to ask as the member, or why there is none. The account is compared, since questions that name none would
     * otherwise be answered about another one.
     */
    Standing standing(Member member, String uid) {
        String token;
        try {
            token = bearer.of(member.id());
        } catch (ServiceFault fault) {
            return new Standing.Tokenless(fault);
        }
        if (refusals.waitingFor(member.id())) {
            return new Standing.NotAccepted();
        }
        MemberNextcloud own = own(member, token);
        Optional<String> answering = own.uid();
        if (answering.isEmpty()) {
            refusals.refused(member.id());
            return new Standing.NotAccepted();
        }
        refusals.accepted(member.id());
        return answering.get().equals(uid) ? new Standing.Open(own) : new Standing.AnotherAccount();
    }

    private MemberNextcloud own(Member member, String token) {
        ServiceHttp line = http.to(
                ID, address(), Authorization.bearer(new FreshToken(() -> bearer.of(member.id()), token, clock)));
        return new MemberNextcloud(line, properties);
    }

    /** As they stand now: some of them may be typed while we run. */
    NextcloudProperties typed() {
        return properties.typed(access);
    }

    ServiceHttp admin() {
        return http.to(
                ID,
                address(),
                Authorization.basic(
                        typed().user(),
                        access.secret(ID, SECRET)
                                .orElseThrow(() -> new IllegalStateException("no password for nextcloud"))));
    }

    private URI address() {
        return access.address(ID).orElseThrow(() -> new IllegalStateException("nextcloud is not configured"));
    }

    /** A way to ask as the member, or why there is none. */
    sealed interface Standing {

        record Open(MemberNextcloud own) implements Standing {}

        /** No token: the member is away, or the identity provider does not answer. */
        record Tokenless(ServiceFault why) implements Standing {}

        /** Nextcloud takes no token of our identity provider, or not this member's. */
        record NotAccepted() implements Standing {}

        /** The token opens another account than the one found: sign-ins are mapped in two ways. */
        record AnotherAccount() implements Standing {}
    }

    record Status(JsonNode json) {

        Status {
            if (!json.path("versionstring").isString()) {
                throw Ocs.misread("no version");
            }
        }

        String version() {
            return json.path("versionstring").asString();
        }

        int major() {
            String first = version().split("\\.", 2)[0];
            return first.matches("\\d{1,4}") ? Integer.parseInt(first) : 0;
        }

        boolean underMaintenance() {
            return json.path("maintenance").asBoolean(false)
                    || json.path("needsDbUpgrade").asBoolean(false);
        }
    }

    /** @param json the whole answer */
    record Account(JsonNode json) {

        Account {
            if (!json.path("id").isString()) {
                throw new ServiceFault(Fault.UNREADABLE, null, "nextcloud: an account without its id", null);
            }
        }

        String uid() {
            return json.path("id").asString();
        }

        /** Whether it was made by a sign-in through an identity provider, and not by hand or from a directory. */
        boolean bornFromSignIn() {
            return json.path("backend").asString("").equals("user_oidc");
        }

        boolean enabled() {
            return json.path("enabled").asBoolean(true);
        }

        /** Whether Nextcloud keeps the name itself, and does not take it from the sign-in. */
        boolean keepsItsName() {
            return json.path("backendCapabilities").path("setDisplayName").asBoolean(false);
        }

        String name() {
            return json.path("displayname").asString("");
        }

        String address() {
            return json.path("email").asString("");
        }

        /** Bytes of files; zero before the first sign-in, when PHP's empty array stands for the quota. */
        long used() {
            return json.path("quota").path("used").asLong(0);
        }
    }

    /** How one identity provider's sign-ins become accounts (user_oidc). */
    record Provider(JsonNode json) {

        boolean takesTokens() {
            return settings().path("checkBearer").asBoolean(false);
        }

        /** Whether a member's key is the account's id as it is, as this portal wants it. */
        boolean keepsSubjects() {
            return mapsSubjects()
                    && !settings().path("uniqueUid").asBoolean(true)
                    && !settings().path("providerBasedId").asBoolean(false);
        }

        /** The account that a member's key becomes. */
        Optional<String> uid(String subject) {
            if (!mapsSubjects()) {
                return Optional.empty();
            }
            if (settings().path("providerBasedId").asBoolean(false)) {
                return Optional.of(json.path("identifier").asString("") + "-" + subject);
            }
            return settings().path("uniqueUid").asBoolean(true)
                    ? Optional.of(hashed(json.path("id").asLong() + "_0_" + subject))
                    : Optional.of(subject);
        }

        private boolean mapsSubjects() {
            String claim = settings().path("mappingUid").asString("");
            return claim.isEmpty() || claim.equals("sub");
        }

        private JsonNode settings() {
            return json.path("settings");
        }

        private static String hashed(String text) {
            try {
                return java.util.HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A member's token for many calls: one is good for half a minute at least, so it is asked for again after a third. */
    private static final class FreshToken implements Secret {

        private static final Duration GOOD = Duration.ofSeconds(10);

        private final Secret source;
        private final Clock clock;
        private String token;
        private Instant until;

        FreshToken(Secret source, String token, Clock clock) {
            this.source = source;
            this.token = token;
            this.clock = clock;
            this.until = clock.instant().plus(GOOD);
        }

        @Override
        public synchronized String read() {
            Instant now = clock.instant();
            if (!now.isBefore(until)) {
                token = source.read();
                until = now.plus(GOOD);
            }
            return token;
        }
    }
}
