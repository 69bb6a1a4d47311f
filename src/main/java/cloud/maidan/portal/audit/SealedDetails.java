package cloud.maidan.portal.audit;

import cloud.maidan.portal.keys.DataKeys;
import cloud.maidan.portal.keys.SealBroken;
import cloud.maidan.portal.keys.Seals;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a record says beyond its columns, sealed under the key of the member it is about, else of the member who acted,
 * else under the portal's own. Erasing a member's key makes their details unreadable and leaves the chain as it is.
 */
@Component
class SealedDetails {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};
    private static final int LONGEST = 1000;

    /** Asks for a member's key by their id. */
    static final String KEY = "select wrapped from audit_member_key where member_id = ?";

    private final JdbcClient jdbc;
    private final DataKeys dataKeys;
    private final Seals seals;
    private final Clock clock;

    SealedDetails(JdbcClient jdbc, DataKeys dataKeys, Seals seals, Clock clock) {
        this.jdbc = jdbc;
        this.dataKeys = dataKeys;
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * Null when there are no details, or when the member they belong to is gone: then nobody may keep them.
     *
     * @param known the owner's wrapped key; null when there is no owner or no key yet
     */
    byte @Nullable [] seal(long record, @Nullable UUID owner, byte @Nullable [] known, Map<String, String> details) {
        if (details.isEmpty()) {
            return null;
        }
        Map<String, String> bounded = new TreeMap<>(details);
        bounded.replaceAll((name, value) -> value.substring(0, Math.min(value.length(), LONGEST)));
        byte[] json = JSON.writeValueAsBytes(bounded);
        if (owner == null) {
            return seals.seal(json, ofNobody(record));
        }
        return Optional.ofNullable(known)
                .or(() -> create(owner))
                .map(key -> dataKeys.seal(key, ofMember(owner), json))
                .orElse(null);
    }

    /** Empty when the record has none, or none that can still be read. */
    Map<String, String> open(AuditRecord record) {
        return open(record, this::key);
    }

    /** In the order of the records; a member's key is read once for all of them. */
    List<Map<String, String>> open(List<AuditRecord> records) {
        Map<UUID, Optional<byte[]>> keys = new HashMap<>();
        return records.stream()
                .map(record -> open(record, owner -> keys.computeIfAbsent(owner, this::key)))
                .toList();
    }

    private Map<String, String> open(AuditRecord record, Function<UUID, Optional<byte[]>> keys) {
        byte[] details = record.details();
        if (details == null) {
            return Map.of();
        }
        UUID owner = record.member() == null ? record.actor() : record.member();
        try {
            return owner == null
                    ? read(seals.open(details, ofNobody(record.id())))
                    : keys.apply(owner)
                            .map(key -> read(dataKeys.open(key, ofMember(owner), details)))
                            .orElse(Map.of());
        } catch (SealBroken e) {
            return Map.of();
        }
    }

    private Optional<byte[]> key(UUID member) {
        return jdbc.sql(KEY)
                .param(member)
                .query((row, number) -> row.getBytes(1))
                .optional();
    }

    private Optional<byte[]> create(UUID member) {
        jdbc.sql("""
                insert into audit_member_key (member_id, wrapped, created_at) select id, ?, ? from member where id = ?
                on conflict (member_id) do nothing""")
                .params(dataKeys.newValueKey(ofMember(member)), clock.instant().atOffset(ZoneOffset.UTC), member)
                .update();
        return key(member);
    }

    private static Map<String, String> read(byte[] json) {
        return JSON.readValue(json, DETAILS);
    }

    private static String ofMember(UUID member) {
        return "audit.member/" + member;
    }

    private static String ofNobody(long record) {
        return "audit.record/" + record;
    }
}
