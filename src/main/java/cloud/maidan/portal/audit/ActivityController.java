package cloud.maidan.portal.audit;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.subject.Auditable.Kind;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A member's own trail: who did what with their data, and when. */
@Members
@Controller
class ActivityController {

    private static final int PAGE = 25;

    private final RecordRows records;
    private final SealedDetails details;
    private final Particulars particulars;
    private final ObjectProvider<MemberDirectory> members;
    private final MessageSource messages;

    ActivityController(
            RecordRows records,
            SealedDetails details,
            Particulars particulars,
            ObjectProvider<MemberDirectory> members,
            MessageSource messages) {
        this.records = records;
        this.details = details;
        this.particulars = particulars;
        this.members = members;
        this.messages = messages;
    }

    @GetMapping("/me/activity")
    String show(
            SignedIn member,
            @RequestParam(name = "kind", defaultValue = "") String kind,
            @RequestParam(name = "below", defaultValue = "") String below,
            Model model) {
        Kind only = kind(kind);
        List<AuditRecord> found = records.trail(member.id().value(), only, id(below), PAGE + 1);
        List<AuditRecord> page = found.subList(0, Math.min(PAGE, found.size()));
        List<Map<String, String>> opened = details.open(page);
        model.addAttribute(
                "trail",
                new Trail(
                        IntStream.range(0, page.size())
                                .mapToObj(at -> entry(page.get(at), opened.get(at), member.id()))
                                .toList(),
                        Arrays.stream(Kind.values())
                                .map(ActivityController::word)
                                .toList(),
                        only == null ? null : word(only),
                        found.size() > PAGE ? page.getLast().id() : null));
        return "audit/activity";
    }

    private Trail.Entry entry(AuditRecord record, Map<String, String> opened, MemberId member) {
        // what a member did to another one is that other one's to read
        boolean theirs = record.member() == null || member.value().equals(record.member());
        Instant happened = theirs ? happened(opened) : null;
        return new Trail.Entry(
                happened == null ? record.at() : happened,
                happened == null ? null : record.at(),
                who(record, member),
                what(record),
                theirs ? particulars.of(opened) : List.of(),
                word(record.kind()));
    }

    /** What was learned from a service later than it happened says so ({@code at}); null otherwise. */
    private static @Nullable Instant happened(Map<String, String> opened) {
        String at = opened.get("at");
        try {
            return at == null ? null : Instant.parse(at);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private Text who(AuditRecord record, MemberId member) {
        return switch (Trail.who(record, member)) {
            case YOU -> Text.of("audit.who.you");
            case PORTAL -> Text.of("audit.who.portal");
            case UNKNOWN -> Text.of("audit.who.unknown");
            case MEMBER ->
                members.stream()
                        .flatMap(directory ->
                                directory.find(new MemberId(Objects.requireNonNull(record.actor()))).stream())
                        .findFirst()
                        .map(other -> Text.of("audit.who.member", other.displayName()))
                        .orElse(Text.of("audit.who.gone"));
        };
    }

    /** In words where the action has some, else its name. */
    private Text what(AuditRecord record) {
        String key = "audit.action." + record.action();
        return messages.getMessage(key, null, null, Locale.ENGLISH) == null
                ? Text.of("audit.action.other", record.action())
                : Text.of(key);
    }

    /** Null, for everything, when there is no such kind. */
    private static @Nullable Kind kind(String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> word(kind).equals(text))
                .findFirst()
                .orElse(null);
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Anything that is not a number means from the newest on. */
    private static long id(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
    }
}
