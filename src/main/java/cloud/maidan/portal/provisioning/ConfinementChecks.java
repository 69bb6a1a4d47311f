package cloud.maidan.portal.provisioning;

import static cloud.maidan.portal.provisioning.Verdict.warnIf;

import cloud.maidan.portal.docker.ContainerFacts.Confinement;
import cloud.maidan.portal.docker.ContainerFacts.Limits;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What a container may do and use up: the checks of section 5 that look at its rights, namespaces and bounds. */
final class ConfinementChecks {

    /** What Docker gives by default, and the benchmark lets a container keep that needs it. */
    private static final Set<String> USUAL_CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "NET_RAW",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private static final int MOST_RESTARTS = 5;

    static final List<HardeningCheck> TABLE = List.of(
            new HardeningCheck("5.2", ConfinementChecks::appArmor),
            new HardeningCheck("5.4", ConfinementChecks::capabilities),
            new HardeningCheck(
                    "5.5", sight -> warnIf(sight.confinement().privileged(), "", Fix.remove("privileged: true"))),
            new HardeningCheck("5.10", host("network", "network_mode: host")),
            new HardeningCheck("5.11", bound(limits -> limits.memory() > 0, "mem_limit: 512m")),
            new HardeningCheck("5.12", bound(Limits::cpu, "cpus: 1.0")),
            new HardeningCheck(
                    "5.13", sight -> warnIf(!sight.confinement().readOnlyRoot(), "", Fix.set("read_only: true"))),
            new HardeningCheck("5.15", ConfinementChecks::restarts),
            new HardeningCheck("5.16", host("pid", "pid: host")),
            new HardeningCheck("5.17", host("ipc", "ipc: host")),
            new HardeningCheck("5.18", ConfinementChecks::devices),
            new HardeningCheck("5.21", host("uts", "uts: host")),
            new HardeningCheck("5.22", ConfinementChecks::seccomp),
            new HardeningCheck("5.26", ConfinementChecks::noNewPrivileges),
            new HardeningCheck(
                    "5.27",
                    sight -> warnIf(
                            !sight.container().healthCheck(),
                            "",
                            Fix.set("healthcheck: {test: [CMD, …], interval: 30s, timeout: 5s}"))),
            new HardeningCheck("5.29", bound(limits -> limits.pids() > 0, "pids_limit: 200")),
            new HardeningCheck("5.31", host("user", "userns_mode: host")));

    private ConfinementChecks() {}

    /** A container that asks to be unconfined is told so even where the kernel could not confine it. */
    private static Verdict appArmor(Sight sight) {
        Confinement confinement = sight.confinement();
        if (asks(confinement, "apparmor", "unconfined")) {
            return new Verdict.Warn("unconfined", Fix.remove("security_opt: [\"apparmor=unconfined\"]"));
        }
        if (!sight.engine().has("apparmor")) {
            return new Verdict.NotApplicable(Verdict.Reason.NO_APPARMOR);
        }
        String profile = confinement.appArmor();
        boolean unconfined = profile.equals("unconfined")
                || (profile.isEmpty() && sight.container().running());
        return warnIf(unconfined, profile, Fix.set("security_opt: [\"apparmor=docker-default\"]"));
    }

    private static Verdict capabilities(Sight sight) {
        List<String> added = sight.confinement().added();
        List<String> more = added.stream()
                .filter(each -> !USUAL_CAPABILITIES.contains(each))
                .toList();
        if (!more.isEmpty()) {
            return new Verdict.Warn(String.join(", ", more), Fix.remove("cap_add: " + more));
        }
        return warnIf(!sight.confinement().dropped().contains("ALL"), "", Fix.set("cap_drop: [ALL]"));
    }

    /** Restarting without end hides what is broken and can wear the host out; never restarting does not. */
    private static Verdict restarts(Sight sight) {
        Limits limits = sight.container().limits();
        boolean bounded =
                limits.restart().equals("on-failure") && limits.restarts() > 0 && limits.restarts() <= MOST_RESTARTS;
        boolean never = limits.restart().isEmpty() || limits.restart().equals("no");
        return warnIf(!bounded && !never, limits.restart(), Fix.set("restart: \"on-failure:" + MOST_RESTARTS + "\""));
    }

    private static Verdict devices(Sight sight) {
        List<String> devices = sight.confinement().devices();
        String named = String.join(", ", devices);
        return warnIf(!devices.isEmpty(), named, Fix.remove("devices: [" + named + "]"));
    }

    private static Verdict seccomp(Sight sight) {
        if (asks(sight.confinement(), "seccomp", "unconfined")) {
            return new Verdict.Warn("unconfined", Fix.remove("security_opt: [\"seccomp=unconfined\"]"));
        }
        boolean own = sight.confinement().security().stream().anyMatch(option -> option.startsWith("seccomp"));
        return warnIf(
                !own && !sight.engine().filtersSystemCalls(), "dockerd", Fix.set("dockerd --seccomp-profile=builtin"));
    }

    private static Verdict noNewPrivileges(Sight sight) {
        Confinement confinement = sight.confinement();
        boolean without = confinement.security().contains("no-new-privileges")
                || asks(confinement, "no-new-privileges", "true")
                || (sight.engine().has("no-new-privileges") && !asks(confinement, "no-new-privileges", "false"));
        return warnIf(!without, "", Fix.set("security_opt: [\"no-new-privileges:true\"]"));
    }

    private static boolean asks(Confinement confinement, String option, String value) {
        return confinement.security().contains(option + "=" + value)
                || confinement.security().contains(option + ":" + value);
    }

    private static java.util.function.Function<Sight, Verdict> host(String namespace, String key) {
        return sight -> warnIf(sight.confinement().sharesHost(namespace), "", Fix.remove(key));
    }

    private static java.util.function.Function<Sight, Verdict> bound(Predicate<Limits> there, String key) {
        return sight -> warnIf(!there.test(sight.container().limits()), "", Fix.set(key));
    }
}
