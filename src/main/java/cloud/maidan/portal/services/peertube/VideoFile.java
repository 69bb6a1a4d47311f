package cloud.maidan.portal.services.peertube;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One file of a video.
 *
 * @param address where PeerTube hands it out
 * @param size in bytes; zero when PeerTube does not say
 * @param version tells it from a file that takes its place
 */
record VideoFile(URI address, String name, long size, String version) {

    /** The uploaded original where PeerTube kept it, else the largest form; empty when there is none. */
    static Optional<VideoFile> best(JsonNode video) {
        JsonNode source = video.path("videoSource");
        Optional<VideoFile> original =
                of(source, "original", source.path("inputFilename").asString(""));
        return original.isPresent() ? original : largest(video);
    }

    private static Optional<VideoFile> largest(JsonNode video) {
        List<JsonNode> files = new ArrayList<>();
        video.path("files").forEach(files::add);
        video.path("streamingPlaylists")
                .forEach(playlist -> playlist.path("files").forEach(files::add));
        return files.stream()
                .filter(file -> file.path("hasVideo").asBoolean(true))
                .max(Comparator.comparingInt((JsonNode file) -> height(file))
                        .thenComparing(file -> file.path("hasAudio").asBoolean(true)))
                .flatMap(file -> file.path("hasAudio").asBoolean(true)
                        ? of(file, "file-" + file.path("id").asString(""), "")
                        : joined(video, file, files));
    }

    /** Since version 7 sound may be a file of its own; PeerTube puts both together as it hands them out. */
    private static Optional<VideoFile> joined(JsonNode video, JsonNode pictures, List<JsonNode> files) {
        Optional<JsonNode> sound = files.stream()
                .filter(file -> file.path("hasAudio").asBoolean(false)
                        && !file.path("hasVideo").asBoolean(true))
                .findFirst();
        if (sound.isEmpty()) {
            return of(pictures, "file-" + pictures.path("id").asString(""), "");
        }
        String both = pictures.path("id").asString() + "&videoFileIds="
                + sound.get().path("id").asString();
        String uuid = video.path("uuid").asString("");
        return Optional.of(new VideoFile(
                URI.create("/download/videos/generate/" + uuid + "?videoFileIds=" + both),
                uuid + ".mp4",
                0,
                "joined-" + both));
    }

    private static Optional<VideoFile> of(JsonNode file, String version, String name) {
        String address = file.path("fileDownloadUrl").asString("");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(address);
            String path = uri.getPath() == null ? "" : uri.getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            long size = file.path("size").asLong(0);
            return Optional.of(new VideoFile(uri, name.isEmpty() ? last : name, size, version + "-" + size));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int height(JsonNode file) {
        return file.path("resolution").path("id").asInt(0);
    }
}
