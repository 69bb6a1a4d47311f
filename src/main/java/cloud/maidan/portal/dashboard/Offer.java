package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.services.Capability;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a member can do at a service, or why not.
 *
 * @param href where to do it; null when it cannot be done
 */
record Offer(
        String icon, Text title, Text sentence, @Nullable String href) {

    /** @param ownDevice whether there is more that only the member's own device can take along */
    static List<Offer> of(ServiceProfile profile, boolean exportable, boolean ownDevice) {
        List<Offer> offers = new ArrayList<>();
        for (Class<?> capability : Capability.class.getPermittedSubclasses()) {
            String name = capability.getSimpleName();
            Text gap = profile.gaps().get(capability);
            if (gap != null) {
                offers.add(new Offer(icon(name), Text.of("dashboard.capability." + name), gap, null));
            } else if (capability == Export.class) {
                offers.add(export(profile, exportable, ownDevice));
            } else if (capability != DataView.class) {
                offers.add(new Offer(
                        icon(name),
                        Text.of("dashboard.capability." + name),
                        Text.of("dashboard.capability." + name + ".text"),
                        page(name)));
            }
        }
        return offers;
    }

    private static Offer export(ServiceProfile profile, boolean exportable, boolean ownDevice) {
        return exportable
                ? new Offer(
                        "package",
                        Text.of("dashboard.capability.Export.only"),
                        Text.of(ownDevice ? "dashboard.capability.Export.part" : "dashboard.capability.Export.text"),
                        "/me/exports/new?service=" + profile.id())
                : new Offer(
                        "package",
                        Text.of("dashboard.capability.Export"),
                        Text.of("dashboard.capability.Export.nothing"),
                        null);
    }

    /** How long data is kept and whom it reaches is decided for everybody; there the member reads what was decided. */
    private static String page(String capability) {
        return switch (capability) {
            case "Erasure" -> "/me/erasure";
            case "Rectification" -> "/me/requests/new?right=RECTIFICATION";
            case "PrivacySettings" -> "/me/settings";
            default -> "/about/services";
        };
    }

    private static String icon(String capability) {
        return switch (capability) {
            case "Erasure" -> "eraser";
            case "Rectification" -> "pen-line";
            case "Retention" -> "calendar-clock";
            case "Federation" -> "radio-tower";
            case "PrivacySettings" -> "sliders-horizontal";
            case "DataView" -> "eye";
            default -> "package";
        };
    }
}
