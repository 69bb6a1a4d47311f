package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.ArchiveId;
import cloud.maidan.portal.rights.RequestId;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A member's request for a copy of their data: access and portability, GDPR Art. 15(3) and 20(1). */
@Entity
@Table(name = "export_request")
class ExportRequest implements Persistable<UUID> {

    enum State {
        COLLECTING,
        FINISHING,
        READY,
        CANCELLED,
        FAILED;

        boolean running() {
            return this == COLLECTING || this == FINISHING;
        }
    }

    @Id
    private UUID id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "member_id"))
    private MemberId member;

    private String reference;

    private UUID token;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "finished_at")
    private @Nullable Instant finishedAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "request_id")
    private @Nullable UUID request;

    @OneToMany(mappedBy = "export", cascade = CascadeType.ALL, fetch = FetchType.EAGER)
    @OrderBy("place")
    private List<ExportedService> services = new ArrayList<>();

    @jakarta.persistence.Transient
    private boolean fresh;

    @SuppressWarnings("NullAway.Init")
    protected ExportRequest() {}

    ExportRequest(
            MemberId member, String reference, UUID token, List<ExportedService.Chosen> chosen, Instant createdAt) {
        this.id = UUID.randomUUID();
        this.member = member;
        this.reference = reference;
        this.token = token;
        this.state = State.COLLECTING;
        this.createdAt = createdAt;
        this.fresh = true;
        for (ExportedService.Chosen each : chosen) {
            services.add(new ExportedService(this, services.size(), each));
        }
    }

    /** Moves on when nothing is left to collect, and says whether it did. */
    boolean finishWhenCollected() {
        boolean collected = state == State.COLLECTING
                && services.stream().allMatch(service -> service.state().settled());
        if (collected) {
            state = State.FINISHING;
        }
        return collected;
    }

    void answers(RequestId registered) {
        request = registered.value();
    }

    /** Where it stands in the register; empty when nobody asked for it but a rhythm. */
    Optional<RequestId> request() {
        return Optional.ofNullable(request).map(RequestId::new);
    }

    /** Whether every service was asked and holds nothing. */
    boolean nothingHeld() {
        return services.stream().allMatch(service -> service.state() == ExportedService.State.NOTHING_HELD);
    }

    void ready(Instant now, @Nullable Instant expires) {
        state = State.READY;
        finishedAt = now;
        expiresAt = expires;
    }

    void fail(Instant now) {
        state = State.FAILED;
        finishedAt = now;
    }

    void cancel(Instant now) {
        state = State.CANCELLED;
        finishedAt = now;
    }

    /** The service's share while it is still being collected; empty when it is settled or was never asked for. */
    Optional<ExportedService> pending(ServiceId service) {
        return state != State.COLLECTING
                ? Optional.empty()
                : services.stream()
                        .filter(each -> each.service().equals(service))
                        .filter(each -> !each.state().settled())
                        .findFirst();
    }

    /** Whether there is anything to put into an archive. */
    boolean holdsAnything() {
        return services.stream().anyMatch(service -> service.state() != ExportedService.State.LEFT_OUT);
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return fresh;
    }

    ArchiveId archive() {
        return new ArchiveId(id);
    }

    String path() {
        return "/me/exports/" + id;
    }

    MemberId member() {
        return member;
    }

    String reference() {
        return reference;
    }

    State state() {
        return state;
    }

    Instant createdAt() {
        return createdAt;
    }

    @Nullable
    Instant finishedAt() {
        return finishedAt;
    }

    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }

    List<ExportedService> services() {
        return List.copyOf(services);
    }
}
