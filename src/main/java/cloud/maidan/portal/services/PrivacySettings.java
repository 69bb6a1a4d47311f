package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and sets a member's privacy settings in a service. */
public non-sealed interface PrivacySettings extends Capability {

    /**
     * What there is to set and how it is set now; asked now.
     *
     * @throws ServiceFault when the service fails; {@link Fault#MEMBER_AWAY} where it answers nobody but the member
     */
    List<Setting> settings(ServiceAccount account);

    /**
     * Sets one; repeating changes nothing.
     *
     * @param value of one of its {@link Setting#choices}
     * @throws ServiceFault when the service fails
     */
    Applied set(ServiceAccount account, String setting, String value, Turn turn);

    /** What a setting is about. */
    enum Aspect {
        /** Who may contact me. */
        CONTACT,
        /** Who may see it. */
        VISIBILITY,
        /** What is kept of what I do. */
        HISTORY,
        /** Who gets to know where I am connected from. */
        NETWORK_ADDRESS
    }

    /** @param what in words, such as "Only you" */
    record Choice(String value, Text what) {}

    /**
     * One thing a member can choose.
     *
     * @param id stable within the service
     * @param now one of the choices' values
     * @param choices the most private first
     * @param elsewhere why only the member can change it, in the service itself; null when the portal can
     * @param page address where the member changes it; null when there is none that we know
     */
    record Setting(
            String id,
            Aspect aspect,
            Text what,
            String now,
            List<Choice> choices,
            @Nullable Text elsewhere,
            @Nullable String page) {

        public Setting {
            choices = List.copyOf(choices);
        }

        public Choice mostPrivate() {
            return choices.getFirst();
        }

        public Optional<Choice> choice(String value) {
            return choices.stream().filter(each -> each.value().equals(value)).findFirst();
        }
    }
}
