package cloud.maidan.demo.provider;

import cloud.maidan.demo.DemoAccount;
import java.io.Serializable;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Somebody who signed in here; the principal's name is the {@code sub}. */
record DemoPerson(DemoAccount account, String sid, Instant authenticatedAt) implements Principal, Serializable {

    @Override
    public String getName() {
        return account.subject();
    }

    Map<String, Object> claims(List<String> groups) {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("sub", account.subject());
        claims.put("name", account.displayName());
        claims.put("given_name", account.displayName());
        claims.put("preferred_username", account.username());
        claims.put("nickname", account.username());
        claims.put("email", account.email());
        claims.put("email_verified", false);
        claims.put("groups", groups);
        return claims;
    }
}
