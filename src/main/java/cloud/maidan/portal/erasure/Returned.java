package cloud.maidan.portal.erasure;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An account that was erased and is there.
 *
 * @param subject the provider's {@code sub}; empty when the service does not know it
 */
record Returned(ServiceId service, String account, Optional<String> subject) {

    /** By their services. */
    static Map<ServiceId, String> accounts(List<Returned> all) {
        Map<ServiceId, String> accounts = new LinkedHashMap<>();
        all.forEach(each -> accounts.put(each.service(), each.account()));
        return accounts;
    }

    /** All that the services still say about whom they belong to; {@link Person#UNKNOWN} when no member is known by it. */
    static Member owner(List<Returned> all, MemberDirectory members) {
        String subject = all.stream()
                .flatMap(each -> each.subject().stream())
                .findFirst()
                .orElse("");
        // a restored database knows them, and what is held of theirs
        MemberId id = subject.isEmpty()
                ? Person.UNKNOWN
                : members.ofSubject(subject).map(Member::id).orElse(Person.UNKNOWN);
        return new Member(id, "", subject, "", "", null, false, Locale.ENGLISH, ZoneOffset.UTC);
    }
}
