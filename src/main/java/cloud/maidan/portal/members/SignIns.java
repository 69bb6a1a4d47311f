package cloud.maidan.portal.members;

import cloud.maidan.portal.members.AccessEvent.MemberSignedIn;
import cloud.maidan.portal.members.AccessEvent.RolesChanged;
import cloud.maidan.portal.members.MemberSessions.Opening;
import cloud.maidan.portal.subject.MemberId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lets people in and out, each together with its record. */
@Component
class SignIns {

    private final MemberRows members;
    private final MemberSessions sessions;
    private final MembersProperties properties;
    private final ApplicationEventPublisher events;

    SignIns(
            MemberRows members,
            MemberSessions sessions,
            MembersProperties properties,
            ApplicationEventPublisher events) {
        this.members = members;
        this.sessions = sessions;
        this.properties = properties;
        this.events = events;
    }

    record Entered(MemberId member, UUID signIn) {}

    /** Empty for somebody who is not in the members' group: nothing about them is kept. */
    @Transactional
    Optional<Entered> enter(Person person, Opening opening, Locale browser, boolean again) {
        Set<Role> roles = person.roles(properties.groups());
        if (!roles.contains(Role.MEMBER)) {
            return Optional.empty();
        }
        MemberRow member = members.welcome(person, roles, browser);
        UUID signIn = sessions.open(member.id(), opening);
        events.publishEvent(new MemberSignedIn(member.id(), again));
        return Optional.of(new Entered(member.id(), signIn));
    }

    /** Takes over what the provider says by now. False when the person is no longer in the members' group. */
    @Transactional
    boolean update(MemberRow before, Person person) {
        Set<Role> roles = person.roles(properties.groups());
        members.update(before.id(), person, roles);
        if (!roles.equals(before.roles())) {
            events.publishEvent(new RolesChanged(before.id(), said(before.roles()), said(roles)));
        }
        return roles.contains(Role.MEMBER);
    }

    @Transactional
    void note(AccessEvent event) {
        events.publishEvent(event);
    }

    private static String said(Set<Role> roles) {
        return String.join(" ", Arrays.asList(MemberRow.names(roles)));
    }
}
