package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Finding.Result;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.librechat.LibreChatClient.Tally;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What LibreChat holds about one account, counted by the database. */
class LibreChatView {

    private static final List<String> CATEGORIES = List.of(
            "conversations",
            "messages",
            "files",
            "memories",
            "creations",
            "tasks",
            "shares",
            "usage",
            "keys",
            "sessions",
            "account",
            "log");

    private final LibreChatClient librechat;
    private final LibreChatProperties properties;
    private final String user;
    private final Map<Kept, Tally> tallies = new EnumMap<>(Kept.class);

    LibreChatView(LibreChatClient librechat, LibreChatProperties properties, String user) {
        this.librechat = librechat;
        this.properties = properties;
        this.user = user;
    }

    DataSummary summary(List<Finding> findings) {
        BsonDocument account = librechat
                .account(user)
                .orElseThrow(() -> new ServiceFault(Fault.UNREADABLE, null, "librechat: the account went away", null));
        List<Kept> all = List.of(Kept.values());
        try (SideBySide questions = new SideBySide(LibreChatClient.ID)) {
            List<Tally> counted = questions.all(all.stream()
                    .<Supplier<Tally>>map(kept -> () -> librechat.tally(kept, user))
                    .toList());
            for (Kept kept : all) {
                tallies.put(kept, counted.get(kept.ordinal()));
            }
        }
        Instant since = Fields.time(account, "createdAt");
        int groups = librechat.groupsOf(account).size();
        List<Category> categories = CATEGORIES.stream()
                .map(id -> id.equals("account")
                        ? category(id, 1 + groups + count("account"), null, since, since)
                        : category(id))
                .toList();
        return new DataSummary(
                Text.of("librechat.headline", count(Kept.CONVERSATIONS), count(Kept.MESSAGES)),
                remarks(account, findings),
                categories,
                hidden(findings),
                findings.stream().filter(Finding::concern).map(Finding::what).toList(),
                properties.client());
    }

    private List<Text> remarks(BsonDocument account, List<Finding> findings) {
        List<Text> remarks = new ArrayList<>();
        if (findings.stream().allMatch(finding -> finding.result() == Result.FINE)) {
            remarks.add(Text.of("librechat.remark.nothing-leaves", findings.size()));
        }
        long temporary = librechat.count(
                Kept.CONVERSATIONS.collection, and(Kept.CONVERSATIONS.of(user), eq("isTemporary", true)));
        if (temporary > 0) {
            remarks.add(Text.of("librechat.remark.temporary", temporary));
        }
        if (count(Kept.MEMORIES) > 0
                && !Fields.at(account, "personalization.memories").isNull()
                && !Fields.flag(account, "personalization.memories")) {
            remarks.add(Text.of("librechat.remark.memories-off"));
        }
        return remarks;
    }

    private List<Text> hidden(List<Finding> findings) {
        List<Text> hidden = new ArrayList<>();
        long unchecked = findings.stream()
                .filter(finding -> finding.result() == Result.NOT_CHECKED)
                .count();
        if (unchecked > 0) {
            hidden.add(Text.of("librechat.hidden.ways", unchecked));
        }
        long embedded = librechat.count(Kept.FILES.collection, and(Kept.FILES.of(user), eq("embedded", true)));
        if (embedded > 0) {
            hidden.add(Text.of("librechat.hidden.vectors", embedded));
        }
        if (librechat.any(Kept.MESSAGES.collection, and(Kept.MESSAGES.of(user), eq("_meiliIndex", true)))) {
            hidden.add(Text.of("librechat.hidden.search"));
        }
        hidden.add(Text.of("librechat.hidden.logs"));
        return hidden;
    }

    private Category category(String id) {
        List<Tally> parts = Kept.in(id).stream().map(this::tally).toList();
        return category(
                id,
                parts.stream().mapToLong(Tally::count).sum(),
                id.equals("files") ? (Long) tally(Kept.FILES).bytes() : null,
                times(parts.stream().map(Tally::oldest)).min(Instant::compareTo).orElse(null),
                times(parts.stream().map(Tally::newest)).max(Instant::compareTo).orElse(null));
    }

    private Category category(
            String id, long count, @Nullable Long bytes, @Nullable Instant oldest, @Nullable Instant newest) {
        String key = "librechat." + id;
        return new Category(
                id,
                Text.of(key),
                detail(id),
                count,
                bytes,
                oldest,
                newest,
                Text.of(key + ".purpose"),
                Set.of("log", "usage").contains(id) ? LegalBasis.LEGITIMATE_INTERESTS : LegalBasis.CONTRACT,
                Text.of(key + ".retention"),
                Text.of(key + ".visible"),
                false,
                Set.of("usage", "log", "tasks").contains(id) ? null : properties.client());
    }

    private @Nullable Text detail(String id) {
        return switch (id) {
            case "messages" ->
                count(Kept.TOOL_CALLS) == 0 ? null : Text.of("librechat.messages.detail", count(Kept.TOOL_CALLS));
            case "creations" ->
                Text.of(
                        "librechat.creations.detail",
                        count(Kept.PRESETS),
                        count(Kept.PROMPT_GROUPS),
                        count(Kept.AGENTS) + count(Kept.ASSISTANTS),
                        count(Kept.SKILLS));
            case "keys" -> count("keys") == 0 ? null : Text.of("librechat.keys.detail");
            default -> null;
        };
    }

    private long count(String category) {
        return Kept.in(category).stream().mapToLong(this::count).sum();
    }

    private long count(Kept kept) {
        return tally(kept).count();
    }

    private Tally tally(Kept kept) {
        return tallies.getOrDefault(kept, Tally.NONE);
    }

    private static Stream<Instant> times(Stream<@Nullable Instant> times) {
        return times.filter(Objects::nonNull);
    }
}
