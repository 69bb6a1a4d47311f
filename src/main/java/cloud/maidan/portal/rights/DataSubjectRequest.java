package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** That somebody asked for one of their rights, and how it was dealt with. Holds no word of theirs: those are notes. */
@Entity
@Table(name = "data_subject_request")
class DataSubjectRequest implements Persistable<UUID> {

    enum State {
        OPEN,
        /** A question of ours waits for the member's answer. */
        WAITING,
        ENDED
    }

    enum Ending {
        FULFILLED,
        REFUSED,
        WITHDRAWN
    }

    /** @param onBehalf whether the privacy officer took it @param ledElsewhere whether another module ends it */
    record Origin(UUID token, boolean onBehalf, boolean ledElsewhere) {}

    @Id
    private UUID id;

    @Version
    private int version;

    private String reference;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "member_id", updatable = false))
    private @Nullable MemberId member;

    private UUID token;

    @Enumerated(EnumType.STRING)
    @Column(name = "asked_right")
    private Right right;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "on_behalf")
    private boolean onBehalf;

    @Column(name = "led_elsewhere")
    private boolean ledElsewhere;

    private String clock;

    @Column(name = "clock_version")
    private LocalDate clockVersion;

    @Column(name = "received_on")
    private LocalDate receivedOn;

    @Column(name = "received_at")
    private Instant receivedAt;

    @Column(name = "identity_open")
    private boolean identityOpen;

    @Column(name = "identified_on")
    private @Nullable LocalDate identifiedOn;

    @Column(name = "acknowledge_by")
    private @Nullable LocalDate acknowledgeBy;

    @Column(name = "acknowledged_at")
    private Instant acknowledgedAt;

    @Convert(converter = JsonColumns.Pauses.class)
    private List<Course.Pause> pauses = new ArrayList<>();

    @Column(name = "extended_at")
    private @Nullable Instant extendedAt;

    @Column(name = "due_on")
    private @Nullable LocalDate dueOn;

    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    @Convert(converter = JsonColumns.Texts.class)
    private List<Text> explanation = new ArrayList<>();

    @Enumerated(EnumType.STRING)
    private @Nullable Ending ending;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @jakarta.persistence.Transient
    private boolean fresh;

    @SuppressWarnings("NullAway.Init")
    protected DataSubjectRequest() {}

    /** @param identityOpen whether it is still to be proven who asked */
    DataSubjectRequest(
            MemberId member,
            String reference,
            Right right,
            Origin origin,
            LocalDate receivedOn,
            boolean identityOpen,
            Timekeeping time) {
        this.id = UUID.randomUUID();
        this.member = member;
        this.reference = reference;
        this.right = right;
        this.token = origin.token();
        this.onBehalf = origin.onBehalf();
        this.ledElsewhere = origin.ledElsewhere();
        this.state = State.OPEN;
        this.clock = time.profile();
        this.clockVersion = time.version(receivedOn);
        this.receivedOn = receivedOn;
        this.receivedAt = time.now();
        this.identityOpen = identityOpen;
        this.acknowledgedAt = time.now();
        this.acknowledgeBy = time.acknowledgeBy(this).orElse(null);
        this.fresh = true;
        reckon(time);
    }

    void identified(Timekeeping time) {
        identityOpen = false;
        identifiedOn = time.today();
        reckon(time);
    }

    /** Our question waits for an answer. */
    void ask(Timekeeping time) {
        state = State.WAITING;
        pauses = new ArrayList<>(pauses);
        pauses.add(new Course.Pause(time.today(), null));
        reckon(time);
    }

    /** The answer came. */
    void answered(Timekeeping time) {
        state = State.OPEN;
        pauses = new ArrayList<>(pauses);
        Course.Pause open = pauses.removeLast();
        pauses.add(new Course.Pause(open.asked(), time.today()));
        reckon(time);
    }

    /** Whether the law and the time that has passed allow an extension: GDPR Art. 12(3). */
    boolean extendable(Timekeeping time) {
        Instant due = dueAt;
        return state != State.ENDED
                && extendedAt == null
                && time.knowsExtension(this)
                && (due == null || !time.now().isAfter(due));
    }

    void extend(Timekeeping time) {
        extendedAt = time.now();
        reckon(time);
    }

    void end(Ending how, Timekeeping time) {
        state = State.ENDED;
        ending = how;
        endedAt = time.now();
        identityOpen = false;
    }

    boolean overdue(Instant now) {
        Instant due = dueAt;
        return open() && due != null && due.isBefore(now);
    }

    Course course() {
        return new Course(receivedOn, identityOpen || identifiedOn != null, identifiedOn, pauses, extendedAt != null);
    }

    private void reckon(Timekeeping time) {
        ClockProfile.Due due = time.due(this);
        dueOn = due.on();
        dueAt = due.on() == null ? null : time.endOf(due.on());
        explanation = due.steps();
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return fresh;
    }

    RequestId requestId() {
        return new RequestId(id);
    }

    int version() {
        return version;
    }

    String reference() {
        return reference;
    }

    /** Empty once the member is gone. */
    Optional<MemberId> member() {
        return Optional.ofNullable(member);
    }

    Right right() {
        return right;
    }

    State state() {
        return state;
    }

    boolean open() {
        return state != State.ENDED;
    }

    boolean onBehalf() {
        return onBehalf;
    }

    void handOver() {
        ledElsewhere = false;
    }

    boolean ledElsewhere() {
        return ledElsewhere;
    }

    String clock() {
        return clock;
    }

    LocalDate clockVersion() {
        return clockVersion;
    }

    LocalDate receivedOn() {
        return receivedOn;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    boolean identityOpen() {
        return identityOpen;
    }

    Optional<LocalDate> acknowledgeBy() {
        return Optional.ofNullable(acknowledgeBy);
    }

    Instant acknowledgedAt() {
        return acknowledgedAt;
    }

    /** Empty while the time stands still. */
    Optional<LocalDate> dueOn() {
        return Optional.ofNullable(dueOn);
    }

    Optional<Instant> dueAt() {
        return Optional.ofNullable(dueAt);
    }

    List<Text> explanation() {
        return explanation;
    }

    Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }
}
