package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.Text;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What people do here, and the roles that let them. Auditors look and change nothing. */
public enum Permission {
    LOOK_AFTER_OWN_DATA(Role.MEMBER),
    ANSWER_REQUESTS(Role.OFFICER),
    CONFIRM_ACCOUNTS(Role.OFFICER),
    PLACE_HOLDS(Role.OFFICER),
    LOOK_AT_MEMBERS(Role.OFFICER, Role.ADMIN),
    FIND_ORPHANS(Role.OFFICER, Role.ADMIN),
    RUN_JOBS(Role.OFFICER, Role.ADMIN),
    SEE_JOBS(Role.OFFICER, Role.ADMIN, Role.AUDITOR),
    SET_RETENTION(Role.ADMIN),
    SEE_RETENTION(Role.ADMIN, Role.AUDITOR),
    SET_FEDERATION(Role.ADMIN),
    SEE_FEDERATION(Role.MODERATOR, Role.ADMIN, Role.AUDITOR),
    CONNECT_SERVICES(Role.ADMIN),
    SEE_SERVICES(Role.ADMIN, Role.AUDITOR),
    PROVISION_SERVICES(Role.ADMIN),
    LOOK_AT_CONTAINERS(Role.ADMIN),
    SEE_HARDENING(Role.ADMIN, Role.AUDITOR),
    READ_THE_TRAIL(Role.OFFICER, Role.ADMIN, Role.AUDITOR),
    SEE_ROLES(Role.MODERATOR, Role.OFFICER, Role.ADMIN, Role.AUDITOR);

    private final List<Role> roles;

    Permission(Role... roles) {
        this.roles = List.of(roles);
    }

    /** One of them is enough. */
    public List<Role> roles() {
        return roles;
    }

    /** As the rail wants them. */
    public List<String> roleNames() {
        return roles.stream().map(Role::name).toList();
    }

    public boolean of(Collection<Role> held) {
        return roles.stream().anyMatch(held::contains);
    }

    /** What the deed is called. */
    public Text said() {
        return Text.of("members.permission." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
