package cloud.maidan.portal.work;

import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Key of a durable step. */
@Embeddable
public record StepId(UUID value) implements Serializable {

    public static StepId random() {
        return new StepId(UUID.randomUUID());
    }
}
