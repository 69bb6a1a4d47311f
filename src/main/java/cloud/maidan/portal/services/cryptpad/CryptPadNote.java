package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Erasure.Amount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an account while it is erased, since the server cannot be asked any more afterwards.
 *
 * @param documents and {@code files} that only the account owns: they are destroyed
 * @param others documents and files that others own too, or nobody
 * @param unclear files of which the server does not say whose they are; it archives those it took from the account
 * @param known 1 when it is in the list of known users
 * @param block key of the log-in block, {@code /} written as {@code -}; empty when nobody knows it
 * @param since when the server was told to archive the account and did not answer in time; null before
 */
record CryptPadNote(
        long documents,
        long files,
        long others,
        long unclear,
        int known,
        int invitations,
        String block,
        @Nullable Instant since) {

    private static final String FORM = "1";

    String handle() {
        return String.join(
                "|",
                FORM,
                "" + documents,
                "" + files,
                "" + others,
                "" + unclear,
                "" + known,
                "" + invitations,
                block,
                since == null ? "" : "" + since.getEpochSecond());
    }

    static CryptPadNote of(String handle) {
        String[] parts = handle.split("\\|", -1);
        if (parts.length != 9 || !parts[0].equals(FORM)) {
            throw new IllegalArgumentException("not a handle of CryptPad's");
        }
        return new CryptPadNote(
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]),
                Integer.parseInt(parts[5]),
                Integer.parseInt(parts[6]),
                parts[7],
                parts[8].isEmpty() ? null : Instant.ofEpochSecond(Long.parseLong(parts[8])));
    }

    CryptPadNote since(Instant now) {
        return new CryptPadNote(documents, files, others, unclear, known, invitations, block, now);
    }

    CryptPadNote block(String key) {
        return new CryptPadNote(documents, files, others, unclear, known, invitations, key, since);
    }

    List<Amount> goes() {
        List<Amount> goes = new ArrayList<>();
        add(goes, "documents", documents);
        add(goes, "files", files);
        goes.add(CryptPadErasure.amount("account", 1));
        add(goes, "known", known);
        add(goes, "invitations", invitations);
        return goes;
    }

    private static void add(List<Amount> goes, String what, long items) {
        if (items > 0) {
            goes.add(CryptPadErasure.amount(what, items));
        }
    }
}
