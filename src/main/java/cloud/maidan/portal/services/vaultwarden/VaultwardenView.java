package cloud.maidan.portal.services.vaultwarden;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.vaultwarden.Overview.Row;
import cloud.maidan.portal.services.vaultwarden.VaultwardenClient.Profile;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Vaultwarden holds about one account: how much, since when, never what. */
class VaultwardenView {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

    private final String address;
    private final String settings;
    private final List<Category> categories = new ArrayList<>();

    VaultwardenView(String address, VaultwardenProperties properties) {
        this.address = address;
        this.settings = address + properties.settingsPath();
    }

    /** @param row null when the page that counts has another form than we know */
    DataSummary summary(Profile profile, @Nullable Row row) {
        Instant created = profile.creationDate();
        add("entries", row == null ? null : row.entries(), null, null, null, null, true);
        add(
                "attachments",
                row == null ? null : row.attachments(),
                row == null ? null : row.bytes(),
                null,
                null,
                null,
                true);
        add("account", 1L, null, created, created, null, false);
        Instant lastActive = row == null || row.lastActive() == null ? null : time(row.lastActive());
        add("devices", null, null, null, lastActive, Text.of("vaultwarden.devices.detail"), false);
        add("second-factor", profile.secondFactor() ? 1L : 0L, null, null, null, null, false);
        add("organisations", (long) profile.memberships().size(), null, null, null, null, false);
        if (row != null) {
            add("sign-in", row.signIn() == null ? 0L : 1L, null, null, null, null, false);
        }
        add("more", null, null, null, null, Text.of("vaultwarden.more.detail"), false);
        return new DataSummary(
                row == null
                        ? Text.of("vaultwarden.headline.uncounted")
                        : Text.of("vaultwarden.headline", row.entries(), row.attachments()),
                remarks(profile, row),
                categories,
                List.of(
                        Text.of("vaultwarden.hidden.content"),
                        Text.of("vaultwarden.hidden.uncounted"),
                        Text.of("vaultwarden.hidden.how")),
                List.of(),
                settings);
    }

    private static List<Text> remarks(Profile profile, @Nullable Row row) {
        List<Text> remarks = new ArrayList<>();
        if (profile.invited()) {
            remarks.add(Text.of("vaultwarden.remark.invited"));
        }
        if (profile.disabled()) {
            remarks.add(Text.of("vaultwarden.remark.disabled"));
        }
        if (row == null) {
            remarks.add(Text.of("vaultwarden.remark.uncounted"));
        }
        return remarks;
    }

    /** The server writes its own zone; null when we do not know its name. */
    static @Nullable Instant time(String local) {
        try {
            return LOCAL.parse(local, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void add(
            String id,
            @Nullable Long count,
            @Nullable Long bytes,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            @Nullable Text detail,
            boolean sealed) {
        String key = "vaultwarden." + id;
        categories.add(new Category(
                id,
                Text.of(key),
                detail,
                count,
                bytes,
                oldest,
                newest,
                Text.of(key + ".purpose"),
                LegalBasis.CONTRACT,
                Text.of(key + ".retention"),
                Text.of(key + ".visible"),
                sealed,
                sealed ? address : settings));
    }
}
