package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerWorks.Fetched;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.EngineFault.Why;
import cloud.maidan.portal.docker.ImageFacts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Fetching images by a real engine with a small disk, from a registry on this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealPullTests {

    private RealEngine engine;
    private InventedRegistry registry;
    private ContainerRuntime runtime;

    @BeforeAll
    void start() throws Exception {
        engine = RealEngine.withDisk(64);
        registry = InventedRegistry.start();
        runtime = ContainerRuntime.at(engine.host());
    }

    @AfterAll
    void end() throws Exception {
        if (runtime != null) {
            runtime.close();
            registry.close();
            engine.close();
        }
    }

    @Test
    void anImageIsFetchedByAndByAndKeepsTheDigestOfItsRegistry() throws Exception {
        String image = registry.image("maidan/modest", 12);
        List<Fetched> told = new ArrayList<>();

        String id = runtime.works().pull(image, told::add);

        ImageFacts facts = runtime.image(image).orElseThrow();
        assertThat(facts.id()).isEqualTo(id);
        assertThat(facts.digests())
                .containsExactly(image.replaceFirst(":1$", "") + "@" + registry.digestOf("maidan/modest"));
        assertThat(told).isNotEmpty().allSatisfy(fetched -> {
            assertThat(fetched.done()).isBetween(0L, fetched.total());
            assertThat(fetched.total()).isGreaterThan(12 << 20);
        });
        assertThat(told).extracting(Fetched::done).isSorted();
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLeft() throws Exception {
        String image = registry.image("maidan/large", 90);

        EngineFault fault =
                catchThrowableOfType(EngineFault.class, () -> runtime.works().pull(image, fetched -> {}));

        assertThat(fault.why()).isEqualTo(Why.DISK_FULL);
        assertThat(runtime.image(image)).isEmpty();
        assertThat(runtime.engine().version()).isNotBlank();
        String modest = registry.image("maidan/after", 4);
        assertThat(runtime.works().pull(modest, fetched -> {})).startsWith("sha256:");
    }

    @Test
    void whatBrokeOffIsFetchedTheNextTime() throws Exception {
        String image = registry.image("maidan/cut", 8);
        registry.breaksOffAfter(1 << 20);
        EngineFault fault =
                catchThrowableOfType(EngineFault.class, () -> runtime.works().pull(image, fetched -> {}));
        assertThat(fault.why()).isIn(Why.REFUSED, Why.TIMED_OUT, Why.NOT_ANSWERING);
        assertThat(runtime.image(image)).isEmpty();

        registry.breaksOffAfter(Long.MAX_VALUE);
        assertThat(runtime.works().pull(image, fetched -> {})).startsWith("sha256:");
    }

    @Test
    void anImageThatTheRegistryDoesNotHaveIsSaid() {
        String image = registry.address() + "/maidan/nothing:1";
        EngineFault fault =
                catchThrowableOfType(EngineFault.class, () -> runtime.works().pull(image, fetched -> {}));
        assertThat(fault.why()).isEqualTo(Why.IMAGE_MISSING);
    }
}
