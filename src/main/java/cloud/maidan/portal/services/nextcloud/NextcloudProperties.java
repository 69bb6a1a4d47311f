package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.ServiceAccess;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code portal.services.nextcloud.*}, beside the address and {@code password-file}, which holds the app password of the
 * service account.
 *
 * @param user login name of the service account, a local administrator of Nextcloud
 * @param publicUrl where members open Nextcloud; null when we do not know
 * @param countWithin how long a summary may count files, folder by folder
 * @param listingWithin longest wait for one page of a folder
 * @param fileWithin longest wait for one file of an export, and
 * @param silence how long nothing may arrive of it
 * @param largestFile files above it are named as missing from an export
 * @param versions whether an export asks for the older versions of each file, which costs one question a file
 * @param eraseWithin how long we wait for the answer to the removal of an account before we look again later
 */
@ConfigurationProperties("portal.services.nextcloud")
record NextcloudProperties(
        @DefaultValue("maidan-portal") String user,
        @Nullable URI publicUrl,
        @DefaultValue("800ms") Duration countWithin,
        @DefaultValue("90s") Duration listingWithin,
        @DefaultValue("6h") Duration fileWithin,
        @DefaultValue("30s") Duration silence,
        @DefaultValue("50GB") DataSize largestFile,
        @DefaultValue("true") boolean versions,
        @DefaultValue("30s") Duration eraseWithin) {

    /** With what was typed in the portal where the configuration says nothing. */
    NextcloudProperties typed(ServiceAccess access) {
        return new NextcloudProperties(
                access.word(NextcloudClient.ID, "user").orElse(user),
                access.word(NextcloudClient.ID, "public-url").map(URI::create).orElse(publicUrl),
                countWithin,
                listingWithin,
                fileWithin,
                silence,
                largestFile,
                versions,
                eraseWithin);
    }

    /** A page of Nextcloud; null when we do not know where members open it. @param path such as {@code /apps/files} */
    @Nullable
    String page(String path) {
        return publicUrl == null ? null : publicUrl.toString().replaceAll("/$", "") + path;
    }
}
