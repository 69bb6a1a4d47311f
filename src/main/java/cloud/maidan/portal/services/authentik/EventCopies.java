package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.authentik.AuthentikClient.Page;
import cloud.maidan.portal.services.authentik.EventReading.Copy;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import cloud.maidan.portal.work.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Copies what happened to members' accounts into their own record about once an hour: Authentik deletes a user's events
 * with the user, and all events when their time is over. Page by page, each copied whole or not at all.
 */
@Component
class EventCopies implements Upkeep {

    private static final Logger log = LoggerFactory.getLogger(EventCopies.class);

    /** How far a portal that never looked goes back. */
    private static final Duration BEFORE = Duration.ofDays(30);
    /** An event is dated before it can be seen. */
    private static final Duration OVERLAP = Duration.ofMinutes(15);

    private static final int MOST_PAGES = 200;

    private final AuthentikClient authentik;
    private final ObjectProvider<MemberDirectory> members;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    EventCopies(
            AuthentikClient authentik,
            ObjectProvider<MemberDirectory> members,
            ApplicationEventPublisher events,
            TransactionTemplate transactions,
            JdbcClient jdbc) {
        this.authentik = authentik;
        this.members = members;
        this.events = events;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @Override
    public void tidy(Instant now) {
        if (!authentik.configured()) {
            return;
        }
        try {
            copy(readTo().orElse(now.minus(BEFORE)).minus(OVERLAP));
        } catch (ServiceFault fault) {
            log.warn("Authentik's events wait for the next hour: {}", fault.getMessage());
        }
    }

    private void copy(Instant from) {
        EventReading reading = new EventReading(authentik, members.getObject());
        Optional<Integer> next = firstPage(from);
        for (int read = 0; next.isPresent() && read < MOST_PAGES && !reading.tired(); read++) {
            Optional<Page> page = authentik.events(next.get());
            if (page.isEmpty()) {
                return; // the list became shorter; the next hour finds its place anew
            }
            List<JsonNode> fresh = page.get().items().stream()
                    .filter(event -> !created(event).isBefore(from))
                    .toList();
            List<Copy> copies = reading.of(fresh);
            transactions.executeWithoutResult(status -> keep(copies, fresh));
            next = page.get().next();
        }
        jdbc.sql("delete from authentik_copied where created_at < ?")
                .param(at(from.minus(OVERLAP)))
                .update();
    }

    private void keep(List<Copy> copies, List<JsonNode> fresh) {
        copies.stream()
                .filter(copy -> copy.ids().entrySet().stream()
                                .filter((Predicate<Map.Entry<String, Instant>>) this::isFirst)
                                .count()
                        > 0)
                .forEach(copy -> events.publishEvent(copy.event()));
        fresh.stream()
                .map(EventCopies::created)
                .max(Instant::compareTo)
                .ifPresent(newest -> jdbc.sql(
                                "insert into authentik_reading (read_to) values (?)"
                                        + " on conflict (only_row) do update set read_to = greatest(authentik_reading.read_to, excluded.read_to)")
                        .param(at(newest))
                        .update());
    }

    private boolean isFirst(Map.Entry<String, Instant> event) {
        return jdbc.sql("insert into authentik_copied (event, created_at) values (?, ?) on conflict do nothing")
                        .param(UUID.fromString(event.getKey()))
                        .param(at(event.getValue()))
                        .update()
                == 1;
    }

    /** Events can only be listed in order, not from a time on, so the page is looked for by halves. */
    private Optional<Integer> firstPage(Instant from) {
        Optional<Page> first = authentik.events(1);
        if (first.isEmpty() || first.get().items().isEmpty()) {
            return Optional.empty();
        }
        int size = first.get().items().size();
        int low = 1;
        int high = (int) Math.min(Integer.MAX_VALUE, (first.get().count() + size - 1) / size);
        while (low < high) {
            int middle = low + (high - low) / 2;
            Optional<Page> page = middle == 1 ? first : authentik.events(middle);
            if (page.isPresent()
                    && !page.get().items().isEmpty()
                    && created(page.get().items().getLast()).isBefore(from)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Optional.of(low);
    }

    private Optional<Instant> readTo() {
        return jdbc.sql("select read_to from authentik_reading")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** An event without a readable time was made at the beginning of time, and is never copied. */
    private static Instant created(JsonNode event) {
        return Objects.requireNonNullElse(AuthentikClient.time(event, "created"), Instant.EPOCH);
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    @Configuration(proxyBeanMethods = false)
    static class Tables {

        @Bean
        static PersonalRecords authentikRecords(JdbcOperations jdbc) {
            return new TableRecords("authentik", jdbc)
                    .impersonal("authentik_reading", "Up to when the sign-in service's events were looked at.")
                    .impersonal(
                            "authentik_copied",
                            "Random numbers of events of the sign-in service that were copied lately, against copying"
                                    + " them twice; names nobody.");
        }
    }
}
