package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the identity provider itself holds that lets a member in, and the means to end it. Implemented by the adapter of
 * the provider; nothing is remembered, each page asks anew.
 */
public interface ProviderSessions {

    /** Whether the provider can be asked at all. */
    boolean configured();

    /** Asks for everything side by side. What cannot be had in time, or not at all, is {@link Part.Silent}. */
    Held of(Member member, Duration within);

    /** Ends something of the member's. */
    Ending end(Member member, Kind kind, String id);

    enum Kind {
        SESSION,
        CONSENT,
        FACTOR
    }

    record Held(Part<Session> sessions, Part<Consent> consents, Part<Factor> factors, Part<Door> doors) {}

    sealed interface Part<T> {

        /** @param whole whether there is nothing beyond */
        record Known<T>(List<T> items, boolean whole) implements Part<T> {

            public Known {
                items = List.copyOf(items);
            }
        }

        record Silent<T>(Text why) implements Part<T> {}
    }

    /** @param place guessed from the address by the provider, in its words */
    record Session(
            String id,
            String userAgent,
            String address,
            Optional<String> place,
            @Nullable Instant lastUsed,
            @Nullable Instant expires) {}

    /** What the member allowed an application. @param permissions as the application asked for them; may be empty */
    record Consent(
            String id,
            String application,
            String permissions,
            @Nullable Instant expires) {}

    /**
     * Something that proves that it is the member, beside the password.
     *
     * @param kind what it is, in the provider's words
     * @param removable whether {@link #end} can remove it
     */
    record Factor(
            String id,
            String kind,
            String name,
            @Nullable Instant added,
            @Nullable Instant lastUsed,
            boolean removable) {}

    /** An application that the member may open. @param address null when it has none */
    record Door(String name, @Nullable String address) {}

    sealed interface Ending {

        record Ended() implements Ending {}

        /** It is not the member's, or was gone already. */
        record NotThere() implements Ending {}

        /** Nothing is known to have changed. */
        record Failed(Text why) implements Ending {}
    }
}
