package cloud.maidan.portal.retention;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** A rule cannot be changed, or a plan cannot be carried out, as things are now. */
class RetentionRefused extends RuleRefused {

    private RetentionRefused(String why) {
        this(Text.of("retention.refused." + why));
    }

    private RetentionRefused(Text why) {
        super(HttpStatus.CONFLICT, why);
    }

    /** What a service does cannot be a rule. */
    static RetentionRefused unfit(Text why) {
        return new RetentionRefused(why);
    }

    /** Somebody else was faster: what was sent was decided without knowing that. */
    static RetentionRefused changedMeanwhile() {
        return new RetentionRefused("changed-meanwhile");
    }

    static RetentionRefused expired() {
        return new RetentionRefused("expired");
    }

    /** The plan, or a rule it was made by, is no longer what the token stands for. */
    static RetentionRefused otherPlan() {
        return new RetentionRefused("other-plan");
    }

    static RetentionRefused samePerson() {
        return new RetentionRefused("same-person");
    }

    static RetentionRefused noRules() {
        return new RetentionRefused("no-rules");
    }
}
