package cloud.maidan.portal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.docker.ContainerFacts.Port;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class InspectedTests {

    @Test
    void whatNobodyHasHeardOfDoesNotHideTheRest() {
        ContainerFacts facts = container("""
                {"Id": "a", "Name": "/web", "Image": "sha256:1", "State": {"Running": true},
                 "Config": {"Image": "web:1", "Healthcheck": {"Test": ["NONE"]}, "Labels": null},
                 "HostConfig": {"CapAdd": ["CAP_TELEPATHY", "net_admin"], "PidsLimit": null, "NanoCpus": 500000000,
                    "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 5}, "Devices": null,
                    "DeviceCgroupRules": ["c 1:3 rwm"]},
                 "Mounts": [{"Type": "wormhole", "Source": "/far", "Destination": "/near", "RW": false}],
                 "NetworkSettings": {"Ports": {"53/udp": null, "80/tcp": [{"HostIp": "::", "HostPort": "8080"}]},
                    "Networks": {"own": {}}}}
                """);

        assertThat(facts.name()).isEqualTo("web");
        assertThat(facts.healthCheck()).isFalse();
        assertThat(facts.confinement().added()).containsExactly("TELEPATHY", "NET_ADMIN");
        assertThat(facts.confinement().networks()).containsExactly("own");
        assertThat(facts.confinement().devices()).containsExactly("c 1:3 rwm");
        assertThat(facts.limits()).isEqualTo(new ContainerFacts.Limits(0, true, 0, "on-failure", 5));
        assertThat(facts.mounts()).containsExactly(new ContainerFacts.Mount("wormhole", "/far", "/near", false, ""));
        assertThat(facts.ports()).containsExactly(new Port("::", 8080, "80/tcp"));
    }

    @Test
    void aStoppedContainerIsJudgedByWhatItWillAskFor() {
        ContainerFacts facts = container("""
                {"State": {"Running": false}, "NetworkSettings": {"Ports": {}},
                 "HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "80-90"}], "81/tcp": [{}]}}}
                """);

        assertThat(facts.ports()).containsExactly(new Port("", 80, "80/tcp"), new Port("", 0, "81/tcp"));
    }

    private static ContainerFacts container(String json) {
        return new Inspected(JsonMapper.shared().readTree(json)).container();
    }
}
