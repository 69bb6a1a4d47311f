package cloud.maidan.demo.provider;

import cloud.maidan.demo.DemoAccount;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the demo provider knows and what tests have told it. */
class DemoProviderState {

    static final String CLIENT_ID = "maidan";
    static final String CLIENT_SECRET = "only-for-the-demo";

    private final Set<DemoAccount> inactive = ConcurrentHashMap.newKeySet();
    private final Map<DemoAccount, List<String>> groups = new ConcurrentHashMap<>();
    private final Map<DemoAccount, List<String>> sids = new ConcurrentHashMap<>();
    private final AtomicInteger refreshes = new AtomicInteger();
    private volatile boolean methodsSaid = true;
    private volatile boolean away;
    private volatile RSAKey key = newKey();
    private volatile Registration registration = Registration.ON_THIS_MACHINE;

    Registration registration() {
        return registration;
    }

    void register(Registration other) {
        registration = other;
    }

    boolean active(DemoAccount account) {
        return !inactive.contains(account);
    }

    void deactivate(DemoAccount account) {
        inactive.add(account);
    }

    void reactivate(DemoAccount account) {
        inactive.remove(account);
    }

    List<String> groups(DemoAccount account) {
        return groups.getOrDefault(account, account.groups());
    }

    void changeGroups(DemoAccount account, List<String> changed) {
        groups.put(account, changed);
    }

    void restoreGroups(DemoAccount account) {
        groups.remove(account);
    }

    boolean methodsSaid() {
        return methodsSaid;
    }

    void sayMethods(boolean said) {
        methodsSaid = said;
    }

    boolean away() {
        return away;
    }

    void goAway(boolean gone) {
        away = gone;
    }

    void signedIn(DemoAccount account, String sid) {
        sids.computeIfAbsent(account, it -> new CopyOnWriteArrayList<>()).add(sid);
    }

    List<String> sidsOf(DemoAccount account) {
        return List.copyOf(sids.getOrDefault(account, List.of()));
    }

    void refreshed() {
        refreshes.incrementAndGet();
    }

    int refreshes() {
        return refreshes.get();
    }

    RSAKey key() {
        return key;
    }

    void rotateKeys() {
        key = newKey();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
