package cloud.maidan.portal.members;

import cloud.maidan.portal.members.ProviderSessions.Consent;
import cloud.maidan.portal.members.ProviderSessions.Door;
import cloud.maidan.portal.members.ProviderSessions.Factor;
import cloud.maidan.portal.members.ProviderSessions.Held;
import cloud.maidan.portal.members.ProviderSessions.Part;
import cloud.maidan.portal.members.ProviderSessions.Session;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What the identity provider holds, as lines of the page of sessions. */
@Component
class ProviderLines {

    /** Of the two seconds that a page may take. */
    private static final Duration WITHIN = Duration.ofMillis(1700);

    private final ObjectProvider<ProviderSessions> provider;
    private final MemberDirectory members;

    ProviderLines(ObjectProvider<ProviderSessions> provider, MemberDirectory members) {
        this.provider = provider;
        this.members = members;
    }

    /** @param silence why there are no lines; null when they are all there is or, with {@code more}, the first */
    record Section<T>(List<T> lines, boolean more, @Nullable Text silence) {}

    /** @param perhapsHere whether it may be the one that this browser signed in with */
    record SessionLine(Session session, Text device, boolean perhapsHere) {}

    record Sections(
            Section<SessionLine> sessions, Section<Consent> consents, Section<Factor> factors, Section<Door> doors) {}

    /** Empty when the provider cannot be asked. @param browser what this browser calls itself, as far as we keep it */
    Optional<Sections> of(MemberId member, String browser) {
        return provider.stream()
                .filter(ProviderSessions::configured)
                .findFirst()
                .flatMap(asked -> members.find(member).map(person -> asked.of(person, WITHIN)))
                .map(held -> sections(held, browser));
    }

    private static Sections sections(Held held, String browser) {
        return new Sections(
                section(
                        held.sessions(),
                        session -> new SessionLine(
                                session,
                                Device.of(session.userAgent()),
                                !browser.isEmpty() && session.userAgent().startsWith(browser))),
                section(held.consents(), Function.identity()),
                section(held.factors(), Function.identity()),
                section(held.doors(), Function.identity()));
    }

    private static <T, L> Section<L> section(Part<T> part, Function<T, L> line) {
        return switch (part) {
            case Part.Known<T>(List<T> items, boolean whole) ->
                new Section<>(items.stream().map(line).toList(), !whole, null);
            case Part.Silent<T>(Text why) -> new Section<>(List.of(), false, why);
        };
    }
}
