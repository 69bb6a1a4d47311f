package cloud.maidan.portal.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What volumes are given before a container starts with them.
 *
 * @param name of the container that is made for it
 * @param image its id; what it has at a folder's path goes into the volume when that is empty
 * @param owner numbers of user and group, of folders and files
 */
public record VolumeFilling(String name, String image, String owner, List<Folder> folders, Map<String, String> labels) {

    private static final int FOLDER = 040700;
    private static final int FILE = 0100400;

    public VolumeFilling {
        folders = List.copyOf(folders);
        labels = Map.copyOf(labels);
    }

    /** @param path as the container will see it, beginning with a slash */
    public record Folder(String volume, String path, List<ContainerWorks.PutFile> files) {

        public Folder {
            files = List.copyOf(files);
        }
    }

    ObjectNode json() {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("Image", image);
        body.withArrayProperty("Cmd").add("none");
        body.set("Labels", SpecBody.strings(labels));
        ObjectNode host = body.putObject("HostConfig").put("NetworkMode", "none");
        folders.forEach(folder -> host.withArrayProperty("Mounts")
                .addObject()
                .put("Type", "volume")
                .put("Source", folder.volume())
                .put("Target", folder.path()));
        return body;
    }

    /** From the root: an engine passes over an entry that names the folder it unpacks into, owner and all. */
    byte[] tar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Folder folder : folders) {
                String path = folder.path().substring(1) + "/";
                entry(tar, path, FOLDER, new byte[0]);
                for (ContainerWorks.PutFile file : folder.files()) {
                    entry(tar, path + file.name(), FILE, file.content().getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void entry(TarArchiveOutputStream tar, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        String[] numbers = owner.split(":");
        entry.setIds(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        entry.setMode(mode);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
