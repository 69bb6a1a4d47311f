package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Member;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Whom and which accounts an erasure is about: sealed in its rows, since they are needed after the member is gone. */
@Component
class Accounts {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Seals seals;

    Accounts(Seals seals) {
        this.seals = seals;
    }

    private record Proven(String id, Evidence evidence, Instant at) {}

    byte[] seal(ErasureId erasure, Member member) {
        return seals.seal(JSON.writeValueAsBytes(Person.of(member)), "erasure.person/" + erasure);
    }

    byte[] seal(ErasureId erasure, ServiceAccount account) {
        Proven proven = new Proven(account.id(), account.evidence(), account.provenAt());
        return seals.seal(JSON.writeValueAsBytes(proven), context("account", erasure, account.service()));
    }

    byte[] seal(ErasureId erasure, ServiceId service, String handle) {
        return seals.seal(handle.getBytes(StandardCharsets.UTF_8), context("handle", erasure, service));
    }

    byte[] seal(ErasureId erasure, Hold hold) {
        return seals.seal(JSON.writeValueAsBytes(hold), "erasure.hold/" + erasure);
    }

    Hold hold(ErasureId erasure, byte[] sealed) {
        return JSON.readValue(seals.open(sealed, "erasure.hold/" + erasure), Hold.class);
    }

    Member member(MemberErasure erasure) {
        byte[] sealed = Objects.requireNonNull(erasure.person(), "forgotten");
        return JSON.readValue(seals.open(sealed, "erasure.person/" + erasure.id()), Person.class)
                .member();
    }

    ServiceAccount account(MemberErasure erasure, Line line) {
        byte[] sealed = Objects.requireNonNull(line.account(), "forgotten");
        Proven proven =
                JSON.readValue(seals.open(sealed, context("account", erasure.id(), line.service())), Proven.class);
        return new ServiceAccount(line.service(), member(erasure), proven.id(), proven.evidence(), proven.at());
    }

    /** Where the service's erasure left off; empty at its beginning. */
    String handle(MemberErasure erasure, Line line) {
        byte[] sealed = line.handle();
        return sealed == null
                ? ""
                : new String(
                        seals.open(sealed, context("handle", erasure.id(), line.service())), StandardCharsets.UTF_8);
    }

    private static String context(String what, ErasureId erasure, ServiceId service) {
        return "erasure." + what + "/" + erasure + "/" + service;
    }
}
