package cloud.maidan.portal.requests;

import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One service's share of an export. */
@Entity
@Table(name = "exported_service")
class ExportedService {

    enum State {
        PENDING,
        COLLECTED,
        NOTHING_HELD,
        LEFT_OUT;

        boolean settled() {
            return this != PENDING;
        }
    }

    @Id
    private UUID id;

    @ManyToOne(optional = false)
    @JoinColumn(name = "export_id")
    private ExportRequest export;

    private String service;

    private int place;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "expected_items")
    private @Nullable Long expectedItems;

    @Column(name = "expected_bytes")
    private @Nullable Long expectedBytes;

    private long items;

    private long bytes;

    private long missing;

    @Convert(converter = TextColumn.class)
    private @Nullable Text why;

    @SuppressWarnings("NullAway.Init")
    protected ExportedService() {}

    ExportedService(ExportRequest export, int place, Chosen chosen) {
        this.id = UUID.randomUUID();
        this.export = export;
        this.place = place;
        this.service = chosen.service().value();
        this.state = State.PENDING;
        this.expectedItems = chosen.items();
        this.expectedBytes = chosen.bytes();
    }

    /** @param items how much was known to be there when the export was asked for; null when not known */
    record Chosen(
            ServiceId service,
            @Nullable Long items,
            @Nullable Long bytes) {}

    void collected(long itemsCollected, long bytesCollected, long itemsMissing) {
        state = State.COLLECTED;
        items = itemsCollected;
        bytes = bytesCollected;
        missing = itemsMissing;
    }

    void nothingHeld() {
        state = State.NOTHING_HELD;
    }

    void leftOut(Text reason) {
        state = State.LEFT_OUT;
        why = reason;
    }

    ServiceId service() {
        return new ServiceId(service);
    }

    State state() {
        return state;
    }

    @Nullable
    Long expectedItems() {
        return expectedItems;
    }

    @Nullable
    Long expectedBytes() {
        return expectedBytes;
    }

    long items() {
        return items;
    }

    long bytes() {
        return bytes;
    }

    long missing() {
        return missing;
    }

    /** Why it was left out; null when it was not. */
    @Nullable
    Text why() {
        return why;
    }
}
