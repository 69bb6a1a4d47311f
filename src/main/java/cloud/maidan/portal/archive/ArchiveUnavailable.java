package cloud.maidan.portal.archive;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** The member's own archive cannot be taken now; says why and what to do. */
class ArchiveUnavailable extends RuleRefused {

    private ArchiveUnavailable(HttpStatus status, String key) {
        super(status, Text.of(key));
    }

    static ArchiveUnavailable growing() {
        return new ArchiveUnavailable(HttpStatus.CONFLICT, "archive.refused.growing");
    }

    static ArchiveUnavailable expired() {
        return new ArchiveUnavailable(HttpStatus.GONE, "archive.refused.expired");
    }

    static ArchiveUnavailable discarded() {
        return new ArchiveUnavailable(HttpStatus.GONE, "archive.refused.discarded");
    }

    static ArchiveUnavailable signInAgain() {
        return new ArchiveUnavailable(HttpStatus.FORBIDDEN, "archive.refused.sign-in-again");
    }
}
