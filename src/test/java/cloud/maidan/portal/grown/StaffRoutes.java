package cloud.maidan.portal.grown;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.members.Admins;
import cloud.maidan.portal.members.Auditors;
import cloud.maidan.portal.members.Moderators;
import cloud.maidan.portal.members.Officers;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every page for those who work here, as the code declares it. @param byRoute who of them may come */
record StaffRoutes(Map<String, DemoAccount> byRoute) {

    private static final Map<Class<? extends Annotation>, DemoAccount> STAFF = new LinkedHashMap<>();

    static {
        STAFF.put(Admins.class, DemoAccount.ADMIN);
        STAFF.put(Officers.class, DemoAccount.OFFICER);
        STAFF.put(Auditors.class, DemoAccount.AUDITOR);
        STAFF.put(Moderators.class, DemoAccount.MODERATOR);
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
        return who(route.getMethod()::isAnnotationPresent).or(() -> who(route.getBeanType()::isAnnotationPresent));
    }

    private static Optional<DemoAccount> who(Predicate<Class<? extends Annotation>> declared) {
        return STAFF.entrySet().stream()
                .filter(each -> declared.test(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
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
