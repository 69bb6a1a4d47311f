package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.subject.Text;
import java.util.List;

/** What an export's files and fields mean, each by the message {@code librechat.export.<file>[.<field>]}. */
final class ExportWords {

    private static final List<String> FIELDS = List.of(
            "native/account.json#openidId",
            "native/account.json#personalization",
            "native/files-*.ndjson#bytes",
            "native/files-*.ndjson#source",
            "native/files-*.ndjson#embedded",
            "native/memories-*.ndjson#value",
            "native/transactions-*.ndjson#rawAmount",
            "native/transactions-*.ndjson#tokenValue",
            "native/balances-*.ndjson#tokenCredits",
            "native/permissions-*.ndjson#permBits",
            "native/conversations/*#parentMessageId",
            "native/conversations/*#isCreatedByUser",
            "native/conversations/*#record");

    private ExportWords() {}

    static void describe(ExportSink sink) {
        explain(sink, "native/account.json");
        sink.schema("native/account.json", schema("account"));
        explain(sink, "native/picture");
        for (Kept kept : Kept.values()) {
            if (kept != Kept.CONVERSATIONS && kept != Kept.MESSAGES) {
                String path = "native/" + kept.word() + "-*.ndjson";
                explain(sink, path);
                sink.schema(path, schema(kept.word()));
            }
        }
        explain(sink, "native/conversations/*");
        sink.schema("native/conversations/*", schema("conversation"));
        explain(sink, "native/files/*");
        explain(sink, "neutral/conversations/*");
        FIELDS.forEach(field -> explain(sink, field));
    }

    private static void explain(ExportSink sink, String path) {
        sink.describe(path, Text.of(key(path)));
    }

    /** {@code native/files-*.ndjson#bytes} is explained by {@code librechat.export.files.bytes}. */
    static String key(String path) {
        return "librechat.export."
                + path.replace("native/files/*", "stored-files")
                        .replace("neutral/conversations/*", "markdown")
                        .replace("native/", "")
                        .replaceAll("(-\\*)?\\.(nd)?json", "")
                        .replace("/*", "")
                        .replace('#', '.');
    }

    private static String schema(String kind) {
        return "/schemas/librechat/" + kind + ".schema.json";
    }
}
