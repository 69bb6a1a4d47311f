package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An export as its page shows it.
 *
 * @param bytes of the finished archive; of what was collected while it grows
 * @param sha256 of the finished archive in hexadecimal; empty before
 * @param downloads times a download was started
 * @param patienceEnds until when services that do not answer are waited for
 * @param hitch why finishing waits or needs a person; null when it does not
 */
record ExportPage(
        UUID id,
        String reference,
        Stage stage,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,
        long bytes,
        String sha256,
        int downloads,
        boolean underPassphrase,
        List<Archives.Piece> pieces,
        List<ServiceLine> lines,
        Instant patienceEnds,
        @Nullable Text hitch) {

    enum Stage {
        COLLECTING("glaze", "refresh-cw"),
        FINISHING("glaze", "refresh-cw"),
        READY("good", "check"),
        EXPIRED("idle", "archive"),
        DELETED("idle", "archive"),
        CANCELLED("idle", "undo-2"),
        FAILED("bad", "circle-x");

        private final String kind;
        private final String icon;

        Stage(String kind, String icon) {
            this.kind = kind;
            this.icon = icon;
        }

        public String kind() {
            return kind;
        }

        public String icon() {
            return icon;
        }

        public String key() {
            return "requests.stage." + name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean running() {
        return stage == Stage.COLLECTING || stage == Stage.FINISHING;
    }

    public boolean split() {
        return pieces.size() > 1;
    }

    public String path() {
        return "/me/exports/" + id;
    }

    public long settled() {
        return lines.stream()
                .filter(line -> switch (line.word()) {
                    case DONE, NOTHING_HELD, LEFT_OUT -> true;
                    case WAITING, COLLECTING, WILL_TRY_AGAIN, FAILED, CANCELLED -> false;
                })
                .count();
    }

    /** Of the services that answer, each counted the same; 100 only when the archive is whole. */
    public int percent() {
        List<ServiceLine> answering = lines.stream()
                .filter(line ->
                        line.word() != ServiceLine.Word.WILL_TRY_AGAIN && line.word() != ServiceLine.Word.FAILED)
                .toList();
        if (answering.isEmpty()) {
            return 0;
        }
        long hundredths = answering.stream()
                .mapToLong(line -> switch (line.word()) {
                    case DONE, NOTHING_HELD, LEFT_OUT -> 100;
                    case COLLECTING -> line.percent() == null ? 0 : line.percent();
                    case WAITING, WILL_TRY_AGAIN, FAILED, CANCELLED -> 0;
                })
                .sum();
        return (int) Math.min(99, hundredths / answering.size());
    }

    /** How far it is, in one sentence. */
    public Text status() {
        if (stage == Stage.FINISHING) {
            return Text.of("requests.status.finishing", bytes);
        }
        int silent = silent().size();
        return silent == 0
                ? Text.of("requests.status.collecting", settled(), lines.size(), bytes)
                : Text.of("requests.status.waiting", settled(), lines.size(), bytes, silent);
    }

    /** What became of it, once it is ready. */
    public Text outcome() {
        int left = leftOut().size();
        return left == 0
                ? Text.of("requests.outcome.complete", complete())
                : Text.of("requests.outcome.without", complete(), left);
    }

    /** The checksum in groups of eight, which are easier to compare by eye. */
    public String fingerprint(String sha256) {
        return sha256.replaceAll("(.{8})(?!$)", "$1 ");
    }

    /** Services that are being waited for. */
    public List<ServiceLine> silent() {
        return lines.stream()
                .filter(line ->
                        line.word() == ServiceLine.Word.WILL_TRY_AGAIN || line.word() == ServiceLine.Word.FAILED)
                .toList();
    }

    public List<ServiceLine> leftOut() {
        return lines.stream()
                .filter(line -> line.word() == ServiceLine.Word.LEFT_OUT)
                .toList();
    }

    public List<ServiceLine> incomplete() {
        return lines.stream().filter(line -> line.missing() > 0).toList();
    }

    public long complete() {
        return lines.stream()
                .filter(line -> line.word() == ServiceLine.Word.DONE || line.word() == ServiceLine.Word.NOTHING_HELD)
                .count();
    }

    /** Changes when a page has something new to say beside growing numbers. */
    public String signature() {
        return stage
                + lines.stream().map(line -> line.word().name()).toList().toString()
                + (hitch == null ? "" : hitch.key());
    }
}
