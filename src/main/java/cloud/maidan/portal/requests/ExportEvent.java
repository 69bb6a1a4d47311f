package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What happened to a member's exports. */
public sealed interface ExportEvent extends Auditable {

    MemberId member();

    @Override
    default Actor actor() {
        return new Actor.Person(member());
    }

    @Override
    default Optional<MemberId> about() {
        return Optional.of(member());
    }

    @Override
    default Kind kind() {
        return Kind.CHANGE;
    }

    /** A member asked for a copy of their data. @param services names of the services, separated by spaces */
    record ExportAsked(MemberId member, Actor actor, String reference, String services) implements ExportEvent {

        @Override
        public Kind kind() {
            return Kind.ACCESS;
        }

        @Override
        public String action() {
            return "requests.export-asked";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("reference", reference, "services", services);
        }
    }

    /** An export can be downloaded by its owner. @param bytes size of the archive */
    record ExportReady(MemberId member, String reference, long bytes) implements ExportEvent {

        @Override
        public Actor actor() {
            return new Actor.Task(FinishTask.KIND);
        }

        @Override
        public String action() {
            return "requests.export-ready";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("reference", reference, "bytes", Long.toString(bytes));
        }
    }

    /** Nothing could be collected for an export, so there is no archive. */
    record ExportFailed(MemberId member, String reference) implements ExportEvent {

        @Override
        public Actor actor() {
            return new Actor.Task(FinishTask.KIND);
        }

        @Override
        public String action() {
            return "requests.export-failed";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("reference", reference);
        }
    }

    /** A member cancelled an export; what was collected is gone. */
    record ExportCancelled(MemberId member, String reference) implements ExportEvent {

        @Override
        public String action() {
            return "requests.export-cancelled";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("reference", reference);
        }
    }

    /** A member deleted a finished export before its time. */
    record ExportDeleted(MemberId member, String reference) implements ExportEvent {

        @Override
        public String action() {
            return "requests.export-deleted";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("reference", reference);
        }
    }

    /** An export goes on without a service. @param actor who decided so: the member, or the task that waited */
    record ServiceLeftOut(MemberId member, String reference, String service, Actor actor) implements ExportEvent {

        @Override
        public String action() {
            return "requests.service-left-out";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("reference", reference, "service", service);
        }
    }

    /** A member wants exports to be made regularly. */
    record ExportsScheduled(MemberId member, Rhythm rhythm) implements ExportEvent {

        @Override
        public String action() {
            return "requests.exports-scheduled";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("rhythm", rhythm.name().toLowerCase(Locale.ROOT));
        }
    }

    /** A member wants no more regular exports. */
    record ScheduleEnded(MemberId member) implements ExportEvent {

        @Override
        public String action() {
            return "requests.schedule-ended";
        }
    }
}
