package cloud.maidan.portal.docker;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What changes something at an engine. Each method may throw an {@link EngineFault}; one that removes or stops what is
 * gone or stopped already does nothing, so that whoever was interrupted may ask again.
 */
public interface ContainerWorks {

    /** A file that is put into a volume; readable by its owner only. */
    record PutFile(String name, String content) {}

    /**
     * How far an image is fetched.
     *
     * @param done bytes
     * @param total bytes known so far
     */
    record Fetched(long done, long total) {}

    /** The containers with the label, running or not. */
    List<ContainerStanding> labelled(String label, String value);

    /** @return its id; {@code NAME_TAKEN} when there is one of the name already, whoever's it is */
    String create(ContainerSpec spec);

    void start(String container);

    /** @param grace before it is killed */
    void stop(String container, Duration grace);

    /** Also one that runs. Its volumes stay. */
    void remove(String container);

    void rename(String container, String name);

    /**
     * Puts folders and files into volumes, through a container of the image that is made for it, never started, and
     * removed; one of its name that an earlier attempt left goes first.
     */
    void fill(VolumeFilling filling);

    /**
     * Makes a network unless there is one of the name.
     *
     * @param inner without a way out, and without an address of the host in it
     */
    void network(String name, boolean inner, Map<String, String> labels);

    void connect(String network, String container, List<String> aliases);

    boolean hasNetwork(String name);

    void removeNetwork(String name);

    boolean hasVolume(String name);

    void volume(String name, Map<String, String> labels);

    void removeVolume(String name);

    /**
     * Fetches an image from its registry.
     *
     * @return its id
     */
    String pull(String reference, Consumer<Fetched> progress);

    /** Reads in images as {@code docker save} wrote them, for machines that reach no registry. */
    void load(InputStream archive);

    /**
     * The end of what a container wrote, oldest line first.
     *
     * @param lines how many at most
     */
    List<String> logs(String container, int lines);

    /**
     * How a program ended.
     *
     * @param lines the last of what it wrote
     */
    record Ran(int code, List<String> lines) {}

    /**
     * Runs a program in a running container, as that container's user, and waits for its end.
     *
     * @param line program and arguments, without a shell
     */
    Ran run(String container, List<String> line);

    /** Empty when it is gone or does not run. */
    Optional<ResourceUse> use(String container);

    /**
     * Hears what happens to the containers with the label until the time is over or the listener says that it is enough.
     *
     * @param heard is given the name of what happened, such as {@code die}, and of the container; true goes on
     */
    void events(String label, Duration longest, java.util.function.BiPredicate<String, String> heard);
}
