package cloud.maidan.portal.members;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** Lets a request through to a page only if the page's declaration says so; a page without one lets nobody in. */
@Component
class RouteGuard implements HandlerInterceptor {

    private final SignInEntry entry;
    private final Rechecks rechecks;
    private final MembersProperties properties;
    private final Clock clock;

    RouteGuard(SignInEntry entry, Rechecks rechecks, MembersProperties properties, Clock clock) {
        this.entry = entry;
        this.rechecks = rechecks;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR || handler instanceof ResourceHttpRequestHandler) {
            return true;
        }
        if (!(handler instanceof HandlerMethod method)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return false;
        }
        if (ErrorController.class.isAssignableFrom(method.getBeanType())) {
            return true;
        }
        var declared = Declaration.of(method);
        if (declared.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return false;
        }
        return declared.get().open() || mayEnter(declared.get(), request, response);
    }

    private boolean mayEnter(Declaration declared, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        SignedInAuthentication someone = SignedInAuthentication.current();
        if (someone == null) {
            entry.send(request, response, 0);
            return false;
        }
        Set<Role> roles = someone.getPrincipal().roles();
        switch (request.getDispatcherType() == DispatcherType.REQUEST
                ? rechecks.recheck(someone.session())
                : new Rechecks.Fine(roles)) {
            case Rechecks.Fine(Set<Role> now) -> roles = now;
            case Rechecks.Ended() -> {
                entry.send(request, response, 0);
                return false;
            }
        }
        if (roles.stream().noneMatch(declared.roles()::contains)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return false;
        }
        if (properties.multiFactorForAdmins()
                && declared.roles().equals(Set.of(Role.ADMIN))
                && !someone.multiFactor()) {
            throw SignInRefusal.oneFactor();
        }
        return isFresh(declared, someone, request, response);
    }

    private boolean isFresh(
            Declaration declared,
            SignedInAuthentication someone,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        int minutes = declared.freshMinutes();
        if (minutes == 0 || isYounger(someone.session().authenticatedAt(), minutes)) {
            return true;
        }
        if (isYounger(someone.session().signedInAt(), 1) && someone.session().asked()) {
            // sent back from the provider a moment ago, which would not ask: do not send them round in circles
            throw SignInRefusal.stillStale();
        }
        entry.send(request, response, minutes);
        return false;
    }

    private boolean isYounger(Instant time, int minutes) {
        return time.plus(Duration.ofMinutes(minutes)).isAfter(clock.instant());
    }
}
