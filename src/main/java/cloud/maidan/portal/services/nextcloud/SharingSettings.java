package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.http.Call;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Nextcloud's switches for shares with other servers (33 and 34), and the servers it trusts. */
class SharingSettings {

    static final String OUTGOING = "outgoing_server2server_share_enabled";
    static final String INCOMING = "incoming_server2server_share_enabled";
    /** Between people; on unless switched off. */
    static final List<String> PEOPLE = List.of(INCOMING, OUTGOING);
    /** Between groups too; those are off unless switched on. */
    static final List<String> ALL = List.of(
            "incoming_server2server_group_share_enabled",
            INCOMING,
            "outgoing_server2server_group_share_enabled",
            OUTGOING);

    private static final String SETTING = "/apps/provisioning_api/api/v1/config/apps/files_sharing/{key}";
    private static final String TRUSTED = "/apps/federation/trusted-servers";

    private final NextcloudClient nextcloud;

    SharingSettings(NextcloudClient nextcloud) {
        this.nextcloud = nextcloud;
    }

    record Trusted(long id, String host) {}

    boolean on(String key) {
        String value = Ocs.data(nextcloud.admin().get(Ocs.path(SETTING), key))
                .path("data")
                .asString("");
        return value.isEmpty()
                ? PEOPLE.contains(key)
                : List.of("yes", "1", "true").contains(value);
    }

    void turn(String key, boolean on) {
        Ocs.data(nextcloud.admin().post(Ocs.path(SETTING), key).sending(Map.of("value", on ? "yes" : "no")));
    }

    /** None where the app that trusts servers is switched off. */
    List<Trusted> trusted() {
        Optional<JsonNode> servers = Ocs.ifPresent(nextcloud.admin().get(Ocs.path(TRUSTED)));
        if (servers.isEmpty()) {
            return List.of();
        }
        if (!servers.get().isArray()) {
            throw Ocs.misread("no trusted servers");
        }
        return servers.get()
                .valueStream()
                .map(server -> new Trusted(
                        server.path("id").asLong(), host(server.path("url").asString(""))))
                .toList();
    }

    /** One that is gone is no fault. */
    void distrust(Trusted server) {
        Call call = nextcloud.admin().delete(Ocs.path(TRUSTED + "/{id}"), server.id());
        Ocs.ifPresent(call);
    }

    private static String host(String url) {
        try {
            String host =
                    URI.create(url.contains("://") ? url : "https://" + url).getHost();
            return host == null ? url : host;
        } catch (IllegalArgumentException e) {
            return url;
        }
    }
}
