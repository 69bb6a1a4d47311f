package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** A member said which account of a service is theirs, or took that back. */
record AccountClaimed(MemberId member, ServiceId service, String account, boolean takenBack) implements Auditable {

    @Override
    public Actor actor() {
        return new Actor.Person(member);
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.of(member);
    }

    @Override
    public Kind kind() {
        return Kind.CHANGE;
    }

    @Override
    public String action() {
        return takenBack ? "services.claim-taken-back" : "services.account-claimed";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("service", service.value(), "account", account);
    }
}
