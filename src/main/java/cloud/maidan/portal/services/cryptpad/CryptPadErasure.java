package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Thing;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Traces;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Destroys what an account solely owns, has the server archive the rest of the account, and takes it out of the lists.
 * In this order: once the account is archived nobody can list what it stored, and once it is out of the list of known
 * users nobody knows its log-in block.
 */
class CryptPadErasure {

    static final Duration ARCHIVING = Duration.ofSeconds(20);

    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Duration ARCHIVED_BY_THEN = Duration.ofHours(1);
    private static final int AT_ONCE = 20;
    private static final int PER_CONVERSATION = 200;
    private static final int REMOVED_PER_CALL = 200;

    private final CryptPadClient cryptpad;
    private final @Nullable SsoBlocks blocks;
    private final Duration archiving;
    private final Clock clock;

    /** @param archiving how long an answer to the archiving is waited for before it is looked for later */
    CryptPadErasure(CryptPadClient cryptpad, @Nullable SsoBlocks blocks, Duration archiving, Clock clock) {
        this.cryptpad = cryptpad;
        this.blocks = blocks;
        this.archiving = archiving;
        this.clock = clock;
    }

    Outlook outlook(ServiceAccount account) {
        Traces traces = traces(account);
        if (nothing(traces)) {
            return Outlook.NOTHING;
        }
        CryptPadNote note = note(account, traces);
        return new Outlook(note.goes(), stays(note, account.member(), traces), outOfReach(), null);
    }

    Outcome erase(ServiceAccount account, String handle, Turn turn) {
        Traces traces = traces(account);
        if (handle.isEmpty()) {
            return nothing(traces)
                    ? new Outcome.NothingHeld()
                    : pending(note(account, traces), Duration.ZERO, "cryptpad.erasure.noted");
        }
        CryptPadNote note = CryptPadNote.of(handle);
        if (traces.stores() && note.since() == null && !removeAll(account.id(), turn)) {
            return pending(note, Duration.ZERO, "cryptpad.erasure.going-on");
        }
        CryptPadNote later = archive(account.id(), note, traces, turn);
        if (later != null) {
            return pending(later, LOOK_AGAIN, "cryptpad.erasure.archiving");
        }
        leaveLists(account.member(), traces, turn);
        Traces left = traces(account);
        return new Outcome.Finished(note.goes(), stays(blockSeen(note, left), account.member(), left), outOfReach());
    }

    List<Amount> probe(ServiceAccount account) {
        Traces traces = traces(account);
        List<Amount> left = new ArrayList<>();
        if (traces.stores()) {
            long[] count = new long[1];
            each(account.id(), thing -> count[0] += thing.live() && thing.onlyOwnedBy(account.id()) ? 1 : 0);
            left.add(amount("list", 1));
            add(left, "things", count[0]);
        }
        add(left, "known", traces.known() == null ? 0 : 1);
        add(left, "invitations", invitations(account.member(), traces).size());
        String block = traces.known() != null ? traces.known().block() : archivedBlock(traces);
        if (!block.isEmpty()) {
            add(left, "block", blockIsThere(block) ? 1 : 0);
            add(left, "sign-in", blocks != null && blocks.subjects().containsKey(block) ? 1 : 0);
        }
        return left;
    }

    private Traces traces(ServiceAccount account) {
        return cryptpad.asking(WITHIN, admin -> admin.traces(account.id()));
    }

    private static boolean nothing(Traces traces) {
        return !traces.stores() && traces.known() == null;
    }

    private Outcome.Pending pending(CryptPadNote note, Duration wait, String why) {
        return new Outcome.Pending(note.handle(), clock.instant().plus(wait), Text.of(why));
    }

    private CryptPadNote note(ServiceAccount account, Traces traces) {
        long[] documents = new long[1];
        long[] files = new long[1];
        long[] others = new long[1];
        long[] unclear = new long[1];
        if (traces.stores()) {
            each(account.id(), thing -> {
                if (thing.live()) {
                    long[] kind = thing.onlyOwnedBy(account.id())
                            ? thing.document() ? documents : files
                            : thing.owners().isEmpty() && !thing.document() ? unclear : others;
                    kind[0]++;
                }
            });
        }
        return new CryptPadNote(
                documents[0],
                files[0],
                others[0],
                unclear[0],
                traces.known() == null ? 0 : 1,
                invitations(account.member(), traces).size(),
                block(account.member(), traces),
                null);
    }

    /** Empty when neither list says which log-in block is the account's. */
    private String block(Member member, Traces traces) {
        if (traces.known() != null && !traces.known().block().isEmpty()) {
            return traces.known().block();
        }
        Set<String> own = blocks == null ? Set.of() : blocks.of(member.subject());
        return own.size() == 1 ? own.iterator().next() : "";
    }

    /** Everything the account stores, piece by piece. */
    private void each(String key, Consumer<Thing> taker) {
        List<String> ids = cryptpad.asking(WITHIN, admin -> admin.stored(key));
        for (int from = 0; from < ids.size(); from += PER_CONVERSATION) {
            List<String> some = ids.subList(from, Math.min(from + PER_CONVERSATION, ids.size()));
            cryptpad.asking(WITHIN, admin -> {
                for (int at = 0; at < some.size(); at += AT_ONCE) {
                    admin.things(some.subList(at, Math.min(at + AT_ONCE, some.size())))
                            .forEach(taker);
                }
                return some.size();
            });
        }
    }

    /** Whether nothing is left that the account solely owns; otherwise there is more than one call takes. */
    private boolean removeAll(String key, Turn turn) {
        List<String> own = new ArrayList<>();
        each(key, thing -> {
            if (thing.live() && thing.onlyOwnedBy(key) && own.size() <= REMOVED_PER_CALL) {
                own.add(thing.id());
            }
        });
        List<String> now = own.subList(0, Math.min(own.size(), REMOVED_PER_CALL));
        if (!now.isEmpty()) {
            cryptpad.asking(WITHIN, admin -> {
                for (String id : now) {
                    turn.stillMine();
                    admin.remove(id);
                }
                return now.size();
            });
        }
        return own.size() == now.size();
    }

    /** @return what to remember when the server is still at it; null when it is done */
    private @Nullable CryptPadNote archive(String key, CryptPadNote note, Traces traces, Turn turn) {
        boolean there = traces.stores() || blockIsThere(note.block());
        Instant since = note.since();
        if (!there || since != null && traces.report() != null) {
            return null;
        }
        Instant now = clock.instant();
        if (since != null && now.isBefore(since.plus(ARCHIVED_BY_THEN))) {
            return note;
        }
        boolean[] sent = new boolean[1];
        try {
            cryptpad.asking(archiving, admin -> {
                turn.stillMine();
                sent[0] = true;
                admin.archive(key, note.block());
                return true;
            });
            return null;
        } catch (ServiceFault fault) {
            if (fault.fault() == Fault.TIMED_OUT && sent[0]) {
                return note.since(now);
            }
            throw fault;
        }
    }

    private boolean blockIsThere(String block) {
        return !block.isEmpty() && cryptpad.asking(WITHIN, admin -> admin.live(block));
    }

    private void leaveLists(Member member, Traces traces, Turn turn) {
        List<String> invitations = invitations(member, traces);
        if (traces.known() == null && invitations.isEmpty()) {
            return;
        }
        cryptpad.asking(WITHIN, admin -> {
            if (traces.known() != null) {
                turn.stillMine();
                admin.forget(traces.known());
            }
            for (String invitation : invitations) {
                turn.stillMine();
                admin.withdraw(invitation);
            }
            return true;
        });
    }

    /** An address that nobody vouches for may be somebody else's. */
    private static List<String> invitations(Member member, Traces traces) {
        return member.emailTrusted() ? invitationsTo(member.emailAddress(), traces) : List.of();
    }

    private static List<String> invitationsTo(@Nullable String address, Traces traces) {
        return address == null ? List.of() : traces.invitationsTo(address);
    }

    private static CryptPadNote blockSeen(CryptPadNote note, Traces left) {
        return note.block().isEmpty() ? note.block(archivedBlock(left)) : note;
    }

    private static String archivedBlock(Traces traces) {
        JsonNode report = traces.report();
        return report == null ? "" : report.path("blockId").asString("").replace('/', '-');
    }

    private List<Retained> stays(CryptPadNote note, Member member, Traces traces) {
        List<Retained> stays = new ArrayList<>();
        if (note.others() > 0) {
            stays.add(retained("others", note.others(), null));
        }
        if (note.unclear() > 0) {
            stays.add(retained("files-archived", note.unclear(), evicted(traces.rules())));
        }
        stays.add(retained("archive", 1, null));
        if (note.block().isEmpty()) {
            stays.add(retained("block-unknown", 1, null));
        }
        if (!member.emailTrusted()
                && !invitationsTo(member.emailAddress(), traces).isEmpty()) {
            stays.add(retained("invitations-unproven", 1, null));
        }
        stays.add(retained("sessions", 1, null));
        stays.add(retained("traces", 1, null));
        return stays;
    }

    /** When the archive lets go of documents and files; null when nobody told the server to empty it. */
    private @Nullable Instant evicted(JsonNode rules) {
        JsonNode days = rules.path("archiveRetentionTime");
        return CryptPadFindings.evicts(rules) && days.isIntegralNumber() && days.asLong() > 0
                ? clock.instant().plus(Duration.ofDays(days.asLong()))
                : null;
    }

    private static Retained retained(String what, long items, @Nullable Instant until) {
        return new Retained(
                Text.of("cryptpad.erasure." + what, items), Text.of("cryptpad.erasure." + what + ".why"), until);
    }

    private static List<BeyondReach> outOfReach() {
        return List.of(
                new BeyondReach(Text.of("cryptpad.erasure.copies"), Text.of("cryptpad.erasure.copies.where")),
                new BeyondReach(Text.of("cryptpad.erasure.written"), Text.of("cryptpad.erasure.written.where")));
    }

    private static void add(List<Amount> amounts, String what, long items) {
        if (items > 0) {
            amounts.add(amount(what, items));
        }
    }

    static Amount amount(String what, long items) {
        return new Amount(Text.of("cryptpad.erasure." + what), items);
    }
}
