package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Whether others may invite a member (Matrix 1.18); Synapse lets nobody set it but the account, so we act as it. */
class MatrixSettings {

    private static final String TYPE = "m.invite_permission_config";
    private static final String INVITES = "invites";
    private static final Duration KEY = Duration.ofMinutes(1);
    private static final List<Choice> CHOICES = List.of(
            new Choice("block", Text.of("matrix.setting.invites.block")),
            new Choice("allow", Text.of("matrix.setting.invites.allow")));

    private final MatrixClient matrix;
    private final MatrixChanges changes;
    private final MatrixProperties properties;
    private final Clock clock;
    private final String user;

    MatrixSettings(MatrixClient matrix, MatrixChanges changes, MatrixProperties properties, Clock clock, String user) {
        this.matrix = matrix;
        this.changes = changes;
        this.properties = properties;
        this.clock = clock;
        this.user = user;
    }

    List<Setting> settings() {
        return List.of(
                new Setting(
                        INVITES,
                        Aspect.CONTACT,
                        Text.of("matrix.setting.invites"),
                        new Now.Known(now()),
                        CHOICES,
                        new Way.Here(properties.settings())),
                directory());
    }

    /** Of {@code homeserver.yaml} ({@code user_directory}), which Synapse tells nobody, and for all of the server alike. */
    private static Setting directory() {
        return new Setting(
                "directory",
                Aspect.DISCOVERY,
                Text.of("matrix.setting.directory"),
                new Now.Unseen(Text.of("matrix.setting.directory.unseen")),
                List.of(
                        new Choice("known", Text.of("matrix.setting.directory.known")),
                        new Choice("everybody", Text.of("matrix.setting.directory.everybody"))),
                new Way.Decided(Text.of("matrix.setting.directory.why")));
    }

    private String now() {
        return matrix.accountData(user)
                        .path("global")
                        .path(TYPE)
                        .path("default_action")
                        .asString("")
                        .equals("block")
                ? "block"
                : "allow";
    }

    Applied set(String setting, String value, Turn turn) {
        if (!setting.equals(INVITES)
                || CHOICES.stream().noneMatch(choice -> choice.value().equals(value))) {
            throw new IllegalArgumentException("no such setting of matrix");
        }
        if (now().equals(value)) {
            return new Applied.AlreadySo();
        }
        if (matrix.account(user).filter(account -> !account.closed()).isEmpty()) {
            return new Applied.Refused(Text.of("matrix.setting.closed"));
        }
        turn.stillMine();
        String key = changes.actAs(user, clock.instant().plus(KEY));
        try {
            changes.setAs(key, user, TYPE, Map.of("default_action", value));
        } finally {
            changes.stopActing(key);
        }
        return new Applied.Done();
    }
}
