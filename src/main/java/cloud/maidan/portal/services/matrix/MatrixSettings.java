package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Setting;
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
        return List.of(new Setting(
                INVITES,
                Aspect.CONTACT,
                Text.of("matrix.setting.invites"),
                now(),
                List.of(
                        new Choice("block", Text.of("matrix.setting.invites.block")),
                        new Choice("allow", Text.of("matrix.setting.invites.allow"))),
                null,
                properties.settings()));
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
        if (!setting.equals(INVITES) || settings().getFirst().choice(value).isEmpty()) {
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
