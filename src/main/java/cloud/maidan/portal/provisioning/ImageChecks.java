package cloud.maidan.portal.provisioning;

import static cloud.maidan.portal.provisioning.Verdict.warnIf;

import cloud.maidan.portal.docker.SetuidFiles;
import java.util.List;

/** What a container's image is like: the checks of section 4. */
final class ImageChecks {

    static final List<HardeningCheck> TABLE = List.of(
            new HardeningCheck("4.1", ImageChecks::user),
            new HardeningCheck("4.6", ImageChecks::healthCheck),
            new HardeningCheck("4.8", ImageChecks::setuid));

    private ImageChecks() {}

    private static Verdict user(Sight sight) {
        String user = sight.container().user();
        String name = user.replaceFirst(":.*", "");
        boolean root = name.isEmpty() || name.equals("root") || name.matches("0+");
        return warnIf(root, user.isEmpty() ? "root" : user, Fix.set("user: \"65534:65534\""));
    }

    private static Verdict healthCheck(Sight sight) {
        return sight.image()
                .map(image -> warnIf(!image.healthCheck(), "", Fix.build("HEALTHCHECK CMD …")))
                .orElseGet(() -> new Verdict.NotApplicable(Verdict.Reason.IMAGE_GONE));
    }

    private static Verdict setuid(Sight sight) {
        SetuidFiles files = sight.setuid().orElse(new SetuidFiles(List.of(), false));
        if (files.paths().isEmpty() && !files.complete()) {
            return new Verdict.NotApplicable(Verdict.Reason.FILES_NOT_READ);
        }
        return warnIf(
                !files.paths().isEmpty(),
                String.join(", ", files.paths()),
                Fix.build("RUN find / -xdev -type f -perm /6000 -exec chmod a-s {} +"));
    }
}
