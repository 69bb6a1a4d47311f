package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and sets a member's privacy settings in a service, or says where the member sets them. */
public non-sealed interface PrivacySettings extends Capability {

    /**
     * What there is to set and how it is set now; asked now.
     *
     * @throws ServiceFault when the service fails; {@link Fault#MEMBER_AWAY} where it answers nobody but the member
     */
    List<Setting> settings(ServiceAccount account);

    /**
     * Sets one whose way is {@link Way.Here}; repeating changes nothing. A service that takes nothing but from the member
     * leaves this as it is.
     *
     * @param value of one of its {@link Setting#choices}
     * @throws ServiceFault when the service fails
     */
    default Applied set(ServiceAccount account, String setting, String value, Turn turn) {
        return new Applied.Refused(Text.of("services.settings.only-you"));
    }

    /** What a setting is about, in the order in which they are shown. */
    enum Aspect {
        /** Who may contact me. */
        CONTACT,
        /** Who may see it. */
        VISIBILITY,
        /** What is kept of what I do. */
        HISTORY,
        /** Who may find me. */
        DISCOVERY,
        /** Who gets to know where I am connected from. */
        NETWORK_ADDRESS
    }

    /** @param what in words, such as "Only you" */
    record Choice(String value, Text what) {}

    /** How a setting is set at present. */
    sealed interface Now {

        /** As the service said. @param value of one of the choices */
        record Known(String value) implements Now {}

        /** The portal is not shown it, and supposes nothing. @param why in a sentence */
        record Unseen(Text why) implements Now {}
    }

    /** Who can change a setting. */
    sealed interface Way {

        /** The portal can. @param page where the member can too; null when there is none that we know */
        record Here(@Nullable String page) implements Way {}

        /** Only the member, in the service. @param how where to look there @param page its address; null when unknown */
        record There(Text how, @Nullable String page) implements Way {}

        /** It is so for everybody. @param why in a sentence */
        record Decided(Text why) implements Way {}
    }

    /**
     * One thing a member can choose.
     *
     * @param id stable within the service
     * @param choices the most private first; only one where there is nothing to choose
     */
    record Setting(String id, Aspect aspect, Text what, Now now, List<Choice> choices, Way way) {

        public Setting {
            choices = List.copyOf(choices);
            if (choices.isEmpty() || now instanceof Now.Unseen && way instanceof Way.Here) {
                throw new IllegalArgumentException("what cannot be read cannot be set back: " + id);
            }
        }

        public Choice mostPrivate() {
            return choices.getFirst();
        }

        public Optional<Choice> choice(String value) {
            return choices.stream().filter(each -> each.value().equals(value)).findFirst();
        }

        /** Whether it is known to be as private as it can be. */
        public boolean isMostPrivate() {
            return now.equals(new Now.Known(mostPrivate().value()));
        }
    }
}
