package cloud.maidan.portal.grown;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Role;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every page for those who work here, as the code declares it. @param byRoute who of them may come */
record StaffRoutes(Map<String, DemoAccount> byRoute) {

    private static final Map<Role, DemoAccount> STAFF = new LinkedHashMap<>();

    static {
        STAFF.put(Role.ADMIN, DemoAccount.ADMIN);
        STAFF.put(Role.OFFICER, DemoAccount.OFFICER);
        STAFF.put(Role.AUDITOR, DemoAccount.AUDITOR);
        STAFF.put(Role.MODERATOR, DemoAccount.MODERATOR);
    }

    static StaffRoutes of(RequestMappingHandlerMapping mapping) {
        Map<String, DemoAccount> routes = new TreeMap<>();
        mapping.getHandlerMethods().forEach((info, route) -> {
            if (info.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
                who(route).ifPresent(who -> info.getPatternValues().forEach(path -> routes.put(path, who)));
            }
        });
        return new StaffRoutes(routes);
    }

    private static Optional<DemoAccount> who(HandlerMethod route) {
        return Stream.<AnnotatedElement>of(route.getMethod(), route.getBeanType())
                .flatMap(element -> Stream.ofNullable(AnnotatedElementUtils.findMergedAnnotation(element, May.class)))
                .findFirst()
                .flatMap(may -> STAFF.entrySet().stream()
                        .filter(each -> may.value().roles().contains(each.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst());
    }

    /** What the visits leave out and needs nothing but a service's name to be found. */
    List<Visit> others(List<Visit> visits) {
        List<Visit> others = new ArrayList<>();
        byRoute.forEach((route, who) -> {
            String address = route.replace("{service}", "matrix");
            if (!address.contains("{")
                    && visits.stream().noneMatch(each -> each.route().equals(route))) {
                others.add(new Visit(who, route, "as it is", "select '" + address + "'"));
            }
        });
        return others;
    }
}
