package cloud.maidan.portal.settings;

import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.settings.Settings.OfService;
import cloud.maidan.portal.subject.Text;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A member's settings by what they are about, and the services that have none to show.
 *
 * @param silent those with something to say instead, in their order
 */
record SettingsPage(List<Group> groups, List<OfService> silent) {

    /** Settings about one thing, service by service. */
    record Group(Aspect aspect, List<Row> rows) {}

    /** @param first whether no other setting of the service stands above it in the same group */
    record Row(ServiceProfile service, Setting setting, boolean first) {

        static Stream<Row> of(OfService service, Aspect aspect) {
            List<Setting> settings = service.settings().stream()
                    .filter(setting -> setting.aspect() == aspect)
                    .toList();
            return settings.stream()
                    .map(setting -> new Row(service.profile(), setting, setting.equals(settings.getFirst())));
        }

        /** As forms name it. */
        public String field() {
            return service.id() + "/" + setting.id();
        }

        public boolean settable() {
            return setting.way() instanceof Way.Here;
        }

        public boolean unseen() {
            return setting.now() instanceof Now.Unseen;
        }

        /** Whether the member is the only one who sees it. */
        public boolean sealed() {
            return unseen() && setting.way() instanceof Way.There;
        }

        /** Whether nobody can choose it for one person. */
        public boolean decided() {
            return setting.way() instanceof Way.Decided;
        }

        /** Whether it is one of the choices, rather than something this portal does not know. */
        public boolean known() {
            return setting.now() instanceof Now.Known(String value)
                    && setting.choice(value).isPresent();
        }

        public boolean chosen(String value) {
            return setting.now().equals(new Now.Known(value));
        }

        /** Whether there is anything to recommend: several choices, and not the most private as far as is known. */
        public boolean recommends() {
            return setting.way() instanceof Way.There && !setting.isMostPrivate();
        }

        public Text now() {
            return Settings.said(setting);
        }

        public @Nullable Text why() {
            return switch (setting.way()) {
                case Way.Here here -> null;
                case Way.There there -> there.how();
                case Way.Decided decided -> decided.why();
            };
        }

        public @Nullable String page() {
            return switch (setting.way()) {
                case Way.Here here -> here.page();
                case Way.There there -> there.page();
                case Way.Decided decided -> null;
            };
        }
    }

    static SettingsPage of(List<OfService> services) {
        List<Group> groups = Arrays.stream(Aspect.values())
                .map(aspect -> new Group(
                        aspect,
                        services.stream()
                                .flatMap(service -> Row.of(service, aspect))
                                .toList()))
                .filter(group -> !group.rows().isEmpty())
                .toList();
        return new SettingsPage(
                groups,
                services.stream().filter(service -> service.instead() != null).toList());
    }

    /** Whether the portal can set anything at all. */
    public boolean settable() {
        return groups.stream().flatMap(group -> group.rows().stream()).anyMatch(Row::settable);
    }
}
