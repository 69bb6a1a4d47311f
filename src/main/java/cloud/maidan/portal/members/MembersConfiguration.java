package cloud.maidan.portal.members;

import cloud.maidan.portal.site.CookieNotice;
import cloud.maidan.portal.site.FormTarget;
import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import cloud.maidan.portal.subject.Text;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What this module adds to pages, to the privacy page and to the portal's account of itself. */
@Configuration(proxyBeanMethods = false)
class MembersConfiguration implements WebMvcConfigurer {

    private final RouteGuard guard;
    private final SignedInResolver signedIn;

    MembersConfiguration(RouteGuard guard, SignedInResolver signedIn) {
        this.guard = guard;
        this.signedIn = signedIn;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(guard);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(signedIn);
    }

    @Bean
    static NavigationLink sessionsLink() {
        return new NavigationLink(Group.ACCESS, "/me/sessions", "members.sessions", "monitor-smartphone", 10);
    }

    @Bean
    static NavigationLink preferencesLink() {
        return new NavigationLink(Group.ACCESS, "/me/preferences", "members.preferences", "settings-2", 30);
    }

    @Bean
    static NavigationLink rolesLink() {
        return new NavigationLink(
                Group.ADMINISTRATION,
                "/admin/roles",
                "members.roles",
                "key-round",
                60,
                Permission.SEE_ROLES.roleNames());
    }

    @Bean
    static CookieNotice sessionCookieNotice() {
        return new CookieNotice(
                SessionCookie.NAME, Text.of("members.cookie.session"), Text.of("members.cookie.session.lifetime"));
    }

    /** Signing out leads on to the provider. */
    @Bean
    @ConditionalOnProperty("portal.members.issuer")
    static FormTarget signOutTarget(MembersProperties properties) {
        URI issuer = properties.issuer();
        return new FormTarget(
                issuer == null || issuer.getAuthority() == null
                        ? "'self'"
                        : issuer.getScheme() + "://" + issuer.getAuthority());
    }

    @Bean
    static Task<Void> tidySessions(MemberSessions sessions) {
        return Tasks.recurring("members.tidy", FixedDelay.of(Duration.ofHours(1)))
                .execute((instance, context) -> sessions.tidy());
    }

    @Bean
    static PersonalRecords membersRecords(JdbcOperations jdbc) {
        return new TableRecords("members", jdbc)
                .personal(LegalBasis.CONTRACT, MemberTable.by("id", "member", "created_at"))
                .personal(
                        LegalBasis.LEGITIMATE_INTERESTS,
                        MemberTable.by(
                                "member_id",
                                "member_session",
                                "signed_in_at",
                                "session_id",
                                "sid",
                                "id_token",
                                "refresh_token"))
                .personal(
                        LegalBasis.LEGITIMATE_INTERESTS,
                        new MemberTable(
                                "spring_session",
                                "principal_name = (?::uuid)::text",
                                null,
                                List.of("primary_id", "session_id")))
                .personal(
                        LegalBasis.LEGITIMATE_INTERESTS,
                        new MemberTable(
                                "spring_session_attributes",
                                "session_primary_id in (select web.primary_id from spring_session web"
                                        + " where web.principal_name = (?::uuid)::text)",
                                null,
                                List.of("session_primary_id", "attribute_bytes")))
                .impersonal("logout_token", "Random numbers of the provider's logout messages, against their replay.");
    }
}
