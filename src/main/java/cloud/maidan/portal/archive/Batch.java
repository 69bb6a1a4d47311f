package cloud.maidan.portal.archive;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Small entries on their way into the file together, with what is noted beside them. */
final class Batch {

    private static final int STEP = 1 << 16;
    /** More notes are not held back. */
    private static final int NOTES = 1_000;

    final Press.Store store;
    final List<Member> members = new ArrayList<>();
    final List<Journal.Note> notes = new ArrayList<>();
    int raw;

    @Nullable
    Future<Packing.Packed> packed;

    @Nullable
    Runnable reached;

    private int markedMembers;
    private int markedNotes;

    /** @param start of the content among the raw bytes @param original null when it is the name's own */
    record Member(
            String name,
            @Nullable String original,
            boolean text,
            @Nullable Instant modified,
            int start,
            int length) {

        Member movedBy(int bytes) {
            return new Member(name, original, text, modified, start + bytes, length);
        }
    }

    Batch(Press.Store store) {
        this.store = store;
    }

    boolean empty() {
        return members.isEmpty() && notes.isEmpty();
    }

    boolean full(int together) {
        return raw >= together || notes.size() >= NOTES;
    }

    /** Everything so far is whole. */
    void mark(Runnable whenWritten) {
        reached = whenWritten;
        markedMembers = members.size();
        markedNotes = notes.size();
    }

    boolean marked() {
        return reached != null;
    }

    boolean hasMoreThanMarked() {
        return marked() && (members.size() > markedMembers || notes.size() > markedNotes);
    }

    /** Reads content to its end or up to the limit, and says how much it was. */
    int read(InputStream in, int front, int limit) {
        int start = raw + front;
        int held = 0;
        while (held < limit) {
            int wanted = Math.min(STEP, limit - held);
            store.makeRoom(start + held + wanted);
            int room = Math.min(store.raw.length - start - held, limit - held);
            int got = read(in, store.raw, start + held, room);
            held += got;
            if (got < room) {
                return held;
            }
        }
        return held;
    }

    static int read(InputStream in, byte[] bytes, int offset, int length) {
        try {
            return in.readNBytes(bytes, offset, length);
        } catch (IOException e) {
            throw new ServiceFault(Fault.UNREACHABLE, null, "the content of an entry broke off", e);
        }
    }

    void add(Member member, int behind) {
        store.makeRoom(member.start() + member.length() + behind);
        members.add(member);
        raw = member.start() + member.length() + behind;
    }

    /** Moves what came after the mark to the other batch. @param front bytes in front of a member's content */
    void moveUnmarked(Batch next, Packing packing) {
        if (!marked()) {
            return;
        }
        List<Member> later = members.subList(markedMembers, members.size());
        if (!later.isEmpty()) {
            int from = later.getFirst().start() - packing.front(later.getFirst().name());
            next.store.makeRoom(raw - from);
            System.arraycopy(store.raw, from, next.store.raw, 0, raw - from);
            later.forEach(member -> next.members.add(member.movedBy(-from)));
            next.raw = raw - from;
            raw = from;
            later.clear();
        }
        List<Journal.Note> laterNotes = notes.subList(markedNotes, notes.size());
        next.notes.addAll(laterNotes);
        laterNotes.clear();
    }

    /** Leaves out what came after the mark; everything when there is none. */
    void dropUnmarked(Packing packing) {
        if (marked()) {
            moveUnmarked(new Batch(new Press.Store()), packing);
        } else {
            members.clear();
            notes.clear();
            raw = 0;
        }
    }
}
