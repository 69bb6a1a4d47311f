package cloud.maidan.portal.members;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Who may do what. To be read only: roles are given in the identity provider, by its groups. */
@Controller
class RolesController {

    private final MembersProperties properties;

    RolesController(MembersProperties properties) {
        this.properties = properties;
    }

    /** @param group of the identity provider that gives the role */
    record Column(Role role, String group) {}

    /** @param given for each role in order whether it has the permission */
    record Row(Permission permission, List<Boolean> given) {

        static Row of(Permission permission) {
            return new Row(
                    permission,
                    Stream.of(Role.values())
                            .map(role -> permission.roles().contains(role))
                            .toList());
        }
    }

    @May(Permission.SEE_ROLES)
    @GetMapping("/admin/roles")
    String show(Model model) {
        model.addAttribute(
                "roles",
                Stream.of(Role.values())
                        .map(role -> new Column(role, properties.groups().of(role)))
                        .toList());
        model.addAttribute(
                "permissions", Stream.of(Permission.values()).map(Row::of).toList());
        model.addAttribute("multiFactor", properties.multiFactorForAdmins());
        return "members/roles";
    }
}
