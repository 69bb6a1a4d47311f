package cloud.maidan.portal.erasure;

import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom an erasure is about, as it is kept sealed until the last look: by then the portal knows no such member. */
record Person(
        UUID id,
        String issuer,
        String subject,
        String username,
        String displayName,
        @Nullable String email,
        String locale,
        String zone) {

    /** Of whom a replay found an account that nothing says the owner of. */
    static final MemberId UNKNOWN = new MemberId(new UUID(0, 0));

    static Person of(Member member) {
        return new Person(
                member.id().value(),
                member.issuer(),
                member.subject(),
                member.username(),
                member.displayName(),
                member.emailAddress(),
                member.locale().toLanguageTag(),
                member.zone().getId());
    }

    Member member() {
        return new Member(
                new MemberId(id),
                issuer,
                subject,
                username,
                displayName,
                email,
                false,
                Locale.forLanguageTag(locale),
                ZoneId.of(zone));
    }
}
