package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.ServiceAccess;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code portal.services.peertube.*}, beside the address and the administrator's {@code password-file}.
 *
 * @param username the portal's own local administrator account, whose password is in the file
 * @param authPlugin PeerTube's name of the plugin by which members sign in
 * @param publicUrl PeerTube's address as members see it, for links; null: the portal's own address of it
 * @param archiveAge an archive that PeerTube made is used again when it is younger; an older one is replaced
 * @param archiveWithin how long PeerTube may take to make an archive before the export goes on without it
 * @param ask how often we ask whether the archive is ready
 * @param largestArchive archives above it are not taken, packed or unpacked
 * @param largestFile video files above it are named as missing from an export
 * @param fileWithin longest time for one file
 * @param eraseWithin how long we wait for the answer to the deletion of an account before we look again later
 */
@ConfigurationProperties("portal.services.peertube")
record PeerTubeProperties(
        @DefaultValue("portal") String username,
        @DefaultValue("peertube-plugin-auth-openid-connect") String authPlugin,
        @Nullable URI publicUrl,
        @DefaultValue("24h") Duration archiveAge,
        @DefaultValue("6h") Duration archiveWithin,
        @DefaultValue("20s") Duration ask,
        @DefaultValue("20GB") DataSize largestArchive,
        @DefaultValue("50GB") DataSize largestFile,
        @DefaultValue("6h") Duration fileWithin,
        @DefaultValue("30s") Duration eraseWithin) {

    /** With what was typed in the portal where the configuration says nothing. */
    PeerTubeProperties typed(ServiceAccess access) {
        return new PeerTubeProperties(
                access.word(PeerTubeClient.ID, "username").orElse(username),
                authPlugin,
                access.word(PeerTubeClient.ID, "public-url").map(URI::create).orElse(publicUrl),
                archiveAge,
                archiveWithin,
                ask,
                largestArchive,
                largestFile,
                fileWithin,
                eraseWithin);
    }

    @Nullable
    String page(String path) {
        return publicUrl == null ? null : publicUrl.toString().replaceAll("/$", "") + path;
    }
}
