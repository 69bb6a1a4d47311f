package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** The privacy officer said whether an account is a member's. */
record ProposalDecided(Actor actor, MemberId member, ServiceId service, String account, boolean theirs)
        implements Auditable {

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
        return theirs ? "services.account-confirmed" : "services.account-refused";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("service", service.value(), "account", account);
    }
}
