package cloud.maidan.portal.services.vaultwarden;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.vaultwarden.Overview.Row;
import cloud.maidan.portal.services.vaultwarden.VaultwardenClient.Organization;
import cloud.maidan.portal.services.vaultwarden.VaultwardenClient.Profile;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The account's record, field by field; the vault itself is named as missing, since only its owner can open it. */
final class VaultwardenExport {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FILE = "native/account.json";

    private VaultwardenExport() {}

    static void write(Profile profile, @Nullable Row row, ExportSink sink) {
        sink.schema(FILE, "/schemas/vaultwarden/account.schema.json");
        for (String field : List.of("", "#status", "#creationDate", "#signIn", "#entries", "#lastActive")) {
            sink.describe(FILE + field, Text.of("vaultwarden.export.account" + field.replace('#', '.')));
        }
        sink.entry(FILE, Form.TEXT, null, new ByteArrayInputStream(JSON.writeValueAsBytes(account(profile, row))));
        sink.missing("client/vault.json", Text.of("vaultwarden.missing.vault"));
        sink.missing("native/devices.json", Text.of("vaultwarden.missing.unanswered"));
        if (row == null) {
            sink.missing(FILE + "#entries", Text.of("vaultwarden.missing.uncounted"));
        }
    }

    private static ObjectNode account(Profile profile, @Nullable Row row) {
        ObjectNode account = JSON.createObjectNode().put("id", profile.id());
        put(account, "name", profile.name());
        put(account, "email", profile.email());
        put(account, "culture", profile.culture());
        put(account, "avatarColor", profile.avatarColor());
        if (profile.emailVerified() != null) {
            account.put("emailVerified", profile.emailVerified());
        }
        account.put("status", profile.invited() ? "invited" : profile.disabled() ? "disabled" : "enabled");
        account.put("secondFactor", profile.secondFactor());
        put(
                account,
                "creationDate",
                profile.creationDate() == null ? null : profile.creationDate().toString());
        ArrayNode organizations = account.putArray("organizations");
        for (Organization organization : profile.memberships()) {
            ObjectNode one = organizations.addObject();
            put(one, "id", organization.id());
            put(one, "name", organization.name());
        }
        if (row != null) {
            put(account, "signIn", row.signIn());
            put(account, "lastActive", row.lastActive());
            account.put("entries", row.entries()).put("attachments", row.attachments());
            account.put("attachmentBytes", row.bytes());
        }
        return account;
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }
}
