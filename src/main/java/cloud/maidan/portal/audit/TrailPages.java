package cloud.maidan.portal.audit;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Role;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Records in words for those who read the whole trail. Whoever works here is named for what they did to others; everybody
 * else is a number, and what is sealed stays shut, until the reader has said why they look at that one member.
 */
@Component
class TrailPages {

    private final TrailRows rows;
    private final SealedDetails details;
    private final Particulars particulars;
    private final Optional<MemberDirectory> members;
    private final MessageSource messages;

    TrailPages(
            TrailRows rows,
            SealedDetails details,
            Particulars particulars,
            Optional<MemberDirectory> members,
            MessageSource messages) {
        this.rows = rows;
        this.details = details;
        this.particulars = particulars;
        this.members = members;
        this.messages = messages;
    }

    /**
     * @param about null when it is about nobody
     * @param details in words; empty also when they are not for the reader
     */
    record Entry(
            long id,
            Instant at,
            Text what,
            String action,
            String kind,
            String outcome,
            Text who,
            @Nullable Text about,
            List<Text> details) {}

    /** Those who work here now, by their ids. */
    Map<UUID, Member> staff() {
        Map<UUID, Member> staff = new LinkedHashMap<>();
        Stream.of(Role.ADMIN, Role.OFFICER, Role.MODERATOR, Role.AUDITOR)
                .flatMap(role -> members.stream().flatMap(directory -> directory.holding(role).stream()))
                .forEach(member -> staff.put(member.id().value(), member));
        return staff;
    }

    /** @param looked the member whom the reader looks at, who then is named; null for nobody */
    List<Entry> entries(List<AuditRecord> records, @Nullable UUID looked) {
        Names names = new Names(looked, staff(), here(records));
        List<AuditRecord> readable =
                records.stream().filter(record -> readable(record, looked)).toList();
        List<Map<String, String>> opened = details.open(readable);
        Map<Long, Map<String, String>> byId = IntStream.range(0, readable.size())
                .boxed()
                .collect(Collectors.toMap(at -> readable.get(at).id(), opened::get));
        return records.stream()
                .map(record -> entry(record, names, byId.getOrDefault(record.id(), Map.of())))
                .toList();
    }

    /** What an action is called where nobody in particular reads it. */
    Text called(String action) {
        return Stream.of("audit.deed." + action, "audit.action." + action)
                .filter(key -> messages.getMessage(key, null, null, Locale.ENGLISH) != null)
                .findFirst()
                .map(Text::of)
                .orElseGet(() -> Text.of("audit.action.other", action));
    }

    /** What is about nobody is about how the community is run. */
    private static boolean readable(AuditRecord record, @Nullable UUID looked) {
        return record.member() == null || record.member().equals(looked);
    }

    private Entry entry(AuditRecord record, Names names, Map<String, String> opened) {
        return new Entry(
                record.id(),
                record.at(),
                called(record.action()),
                record.action(),
                record.kind().name().toLowerCase(Locale.ROOT),
                Outcome.of(record.action()).word(),
                names.who(record),
                names.about(record),
                particulars.inFull(opened));
    }

    private Set<UUID> here(Collection<AuditRecord> records) {
        return new HashSet<>(rows.stillHere(records.stream()
                .flatMap(record -> Stream.of(record.actor(), record.member()))
                .flatMap(Stream::ofNullable)
                .distinct()
                .toList()));
    }

    /** Who is named, and how the others are told apart. */
    private final class Names {

        private final @Nullable UUID looked;
        private final Map<UUID, Member> staff;
        private final Set<UUID> here;

        Names(@Nullable UUID looked, Map<UUID, Member> staff, Set<UUID> here) {
            this.looked = looked;
            this.staff = staff;
            this.here = here;
        }

        Text who(AuditRecord record) {
            UUID actor = record.actor();
            if (actor == null) {
                return Text.of(record.task() == null ? "audit.who.unknown" : "audit.who.portal");
            }
            Member working = staff.get(actor);
            return working != null && !actor.equals(record.member())
                    ? Text.of("audit.who.member", working.displayName())
                    : person(actor);
        }

        @Nullable
        Text about(AuditRecord record) {
            UUID member = record.member();
            if (member == null) {
                return null;
            }
            return member.equals(record.actor()) ? Text.of("audit.trail.own") : person(member);
        }

        private Text person(UUID id) {
            if (id.equals(looked)) {
                return members.flatMap(directory -> directory.find(new MemberId(id)))
                        .map(member -> Text.of("audit.who.member", member.displayName()))
                        .orElseGet(() -> Text.of("audit.trail.gone", brief(id)));
            }
            return Text.of(here.contains(id) ? "audit.trail.person" : "audit.trail.gone", brief(id));
        }
    }

    /** Enough to tell people of one page apart. */
    private static String brief(UUID id) {
        return id.toString().substring(0, 8);
    }
}
