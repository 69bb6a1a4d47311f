package cloud.maidan.portal.provisioning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container with at most one fault.
 *
 * @param check that finds it; empty for the clean one
 * @param image its id or name
 * @param without flags of the clean container that are left out, with their values
 * @param with flags that are added
 */
record Planted(Optional<String> check, String image, List<String> without, List<String> with) {

    private static final List<String> CLEAN = List.of(
            "--network=own",
            "--read-only",
            "--cap-drop=ALL",
            "--security-opt=no-new-privileges:true",
            "--memory=32m",
            "--cpus=0.5",
            "--pids-limit=16",
            "--restart=on-failure:5");

    static List<Planted> all(Map<String, String> images, Path shared, Path socket) {
        String clean = Objects.requireNonNull(images.get("clean"));
        Stream<Planted> byImage = Stream.of("4.1", "4.6", "4.8")
                .map(check -> new Planted(
                        Optional.of(check),
                        Objects.requireNonNull(images.get(check)),
                        List.of(),
                        check.equals("4.6") ? List.of("--health-cmd=true") : List.of()));
        Stream<Planted> byFlag = Stream.of(
                        with("5.2", "--security-opt=apparmor=unconfined"),
                        with("5.4", "--cap-add=SYS_ADMIN"),
                        with("5.5", "--privileged"),
                        with("5.6", "--volume=/etc:/host:ro"),
                        with("5.8", "--publish=127.0.0.1:1019:8080"),
                        with("5.9", "--publish=127.0.0.1::9999"),
                        instead("5.10", "--network=own", "--network=host"),
                        without("5.11", "--memory=32m"),
                        without("5.12", "--cpus=0.5"),
                        without("5.13", "--read-only"),
                        with("5.14", "--publish=8080"),
                        instead("5.15", "--restart=on-failure:5", "--restart=always"),
                        with("5.16", "--pid=host"),
                        with("5.17", "--ipc=host"),
                        with("5.18", "--device=/dev/null"),
                        with("5.20", "--volume=" + shared + ":/mnt:rshared"),
                        with("5.21", "--uts=host"),
                        with("5.22", "--security-opt=seccomp=unconfined"),
                        without("5.26", "--security-opt=no-new-privileges:true"),
                        with("5.27", "--no-healthcheck"),
                        with("5.28"),
                        without("5.29", "--pids-limit=16"),
                        without("5.30", "--network=own"),
                        with("5.31", "--userns=host"),
                        with("5.32", "--volume=" + socket + ":/run/docker.sock:ro"))
                .map(planted -> planted.of(planted.check().equals(Optional.of("5.28")) ? "maidan-clean:1" : clean));
        return Stream.of(Stream.of(new Planted(Optional.empty(), clean, List.of(), List.of())), byImage, byFlag)
                .flatMap(each -> each)
                .toList();
    }

    String name() {
        return "planted-" + check.orElse("nothing");
    }

    List<String> command() {
        List<String> command = new ArrayList<>(List.of("run", "--detach", "--stop-signal=KILL", "--name=" + name()));
        CLEAN.stream().filter(flag -> !without.contains(flag)).forEach(command::add);
        command.addAll(with);
        command.add(image);
        return command;
    }

    private Planted of(String other) {
        return new Planted(check, other, without, with);
    }

    private static Planted with(String check, String... flags) {
        return new Planted(Optional.of(check), "", List.of(), List.of(flags));
    }

    private static Planted without(String check, String flag) {
        return new Planted(Optional.of(check), "", List.of(flag), List.of());
    }

    private static Planted instead(String check, String flag, String other) {
        return new Planted(Optional.of(check), "", List.of(flag), List.of(other));
    }
}
