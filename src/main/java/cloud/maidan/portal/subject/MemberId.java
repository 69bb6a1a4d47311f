package cloud.maidan.portal.subject;

import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** A member's key inside the portal; random, means nothing outside. */
@Embeddable
public record MemberId(UUID value) implements Serializable {

    public static MemberId random() {
        return new MemberId(UUID.randomUUID());
    }

    public static MemberId of(String text) {
        return new MemberId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
