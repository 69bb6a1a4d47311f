package cloud.maidan.portal.connections;

import cloud.maidan.portal.connections.AccessPage.Entry;
import cloud.maidan.portal.connections.AccessPage.Field;
import cloud.maidan.portal.connections.AccessPage.Place;
import cloud.maidan.portal.connections.AccessPage.Source;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.ConfiguredAccess;
import cloud.maidan.portal.services.Credential;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together where a service's address and secrets come from. */
@Component
class AccessPages {

    private final ConfiguredAccess configured;
    private final TypedRows rows;
    private final MemberDirectory members;

    AccessPages(ConfiguredAccess configured, TypedRows rows, MemberDirectory members) {
        this.configured = configured;
        this.rows = rows;
        this.members = members;
    }

    /** Empty when the service needs no secret, and so nothing is typed about it. */
    Optional<AccessPage> of(ServiceProfile profile) {
        if (profile.credentials().isEmpty()) {
            return Optional.empty();
        }
        TypedService typed = rows.of(profile.id());
        Map<String, MemberId> authors = rows.authors(profile.id());
        return Optional.of(new AccessPage(
                profile,
                typed.version(),
                place(profile, typed, authors),
                profile.credentials().stream()
                        .map(credential -> field(credential, typed, authors))
                        .toList(),
                configured.ownNetwork(profile.id()),
                typed.address() != null || !typed.secrets().isEmpty()));
    }

    /** A file's secret goes to a configured address alone, so beside one no address is typed. */
    private Place place(ServiceProfile profile, TypedService typed, Map<String, MemberId> authors) {
        Optional<URI> fixed = configured.address(profile.id());
        boolean open = fixed.isEmpty()
                && profile.credentials().stream().noneMatch(credential -> inFile(profile.id(), credential));
        if (fixed.isPresent() || typed.address() == null) {
            return new Place(fixed.isPresent() ? Source.FILE : Source.NONE, open, fixed.orElse(null), null);
        }
        return new Place(Source.TYPED, open, typed.address(), entry(typed.addressAt(), authors.get(TypedRows.ADDRESS)));
    }

    private Field field(Credential credential, TypedService typed, Map<String, MemberId> authors) {
        boolean fixed = inFile(typed.service(), credential)
                || credential.kind() != Credential.Kind.SECRET
                        && configured.word(typed.service(), credential.name()).isPresent();
        if (fixed) {
            return new Field(credential, Source.FILE, null, false);
        }
        return typed.secret(credential.name())
                .map(secret -> new Field(
                        credential,
                        Source.TYPED,
                        entry(secret.at(), authors.get(credential.name())),
                        secret.previous() != null))
                .orElseGet(() -> new Field(credential, Source.NONE, null, false));
    }

    private boolean inFile(ServiceId service, Credential credential) {
        return credential.kind() == Credential.Kind.SECRET
                && configured.secret(service, credential.name()).isPresent();
    }

    private @Nullable Entry entry(@Nullable Instant at, @Nullable MemberId by) {
        Optional<Member> author = Optional.ofNullable(by).flatMap(members::find);
        return at == null ? null : new Entry(at, author.orElse(null));
    }
}
