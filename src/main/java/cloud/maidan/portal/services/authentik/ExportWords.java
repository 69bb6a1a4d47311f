package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.subject.Text;
import java.util.List;

/** What the archive says about an export's files and fields, each by the message {@code authentik.export.<file>[.<field>]}. */
final class ExportWords {

    private static final List<String> RECORDS = List.of("account", "devices");
    private static final List<String> FIELDS = List.of(
            "account#uuid",
            "account#uid",
            "account#attributes",
            "account#password_change_date",
            "devices#phone_number",
            "sessions#last_ip",
            "sessions#geo_ip",
            "consents#permissions",
            "connections#identifier",
            "reputation#score",
            "activity#action",
            "activity#context",
            "activity#left_out");

    private ExportWords() {}

    static void describe(ExportSink sink) {
        for (String record : RECORDS) {
            String path = "native/" + record + ".json";
            sink.describe(path, Text.of("authentik.export." + record));
            sink.schema(path, "/schemas/authentik/" + record + ".schema.json");
        }
        for (ExportPart part : ExportPart.values()) {
            String path = path(part.title());
            sink.describe(path, Text.of("authentik.export." + part.title()));
            sink.schema(path, part.schema());
            if (part.events()) {
                sink.describe("neutral/" + part.title() + "-*.csv", Text.of("authentik.export.table"));
            }
        }
        sink.describe("neutral/profile.vcf", Text.of("authentik.export.vcard"));
        for (String field : FIELDS) {
            int hash = field.indexOf('#');
            sink.describe(
                    path(field.substring(0, hash)) + field.substring(hash),
                    Text.of("authentik.export." + field.replace('#', '.')));
        }
    }

    private static String path(String title) {
        return "native/" + title + (RECORDS.contains(title) ? ".json" : "-*.ndjson");
    }
}
