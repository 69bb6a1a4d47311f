package cloud.maidan.portal.services.portal;

import cloud.maidan.portal.members.DeviceNames;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.util.List;

/** What the portal itself watches of a member, and what of that they can do without. */
class OwnSettings {

    private static final String DEVICES = "devices";
    private static final String OFF = "off";
    private static final String ON = "on";

    private final DeviceNames devices;

    OwnSettings(DeviceNames devices) {
        this.devices = devices;
    }

    List<Setting> of(MemberId member) {
        return List.of(
                new Setting(
                        DEVICES,
                        Aspect.HISTORY,
                        Text.of("portal.setting.devices"),
                        new Now.Known(devices.kept(member) ? ON : OFF),
                        List.of(
                                new Choice(OFF, Text.of("portal.setting.devices.off")),
                                new Choice(ON, Text.of("portal.setting.devices.on"))),
                        new Way.Here("/me/sessions")),
                new Setting(
                        "record",
                        Aspect.HISTORY,
                        Text.of("portal.setting.record"),
                        new Now.Known(ON),
                        List.of(new Choice(ON, Text.of("portal.setting.record.on"))),
                        new Way.Decided(Text.of("portal.setting.record.why"))));
    }

    Applied set(MemberId member, String setting, String value, Turn turn) {
        if (!setting.equals(DEVICES) || !List.of(OFF, ON).contains(value)) {
            throw new IllegalArgumentException("no such setting of the portal");
        }
        turn.stillMine();
        return devices.keep(member, value.equals(ON)) ? new Applied.Done() : new Applied.AlreadySo();
    }
}
