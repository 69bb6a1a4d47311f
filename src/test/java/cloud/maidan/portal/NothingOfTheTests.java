package cloud.maidan.portal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** A portal started by hand takes from the tests only what it is given by name. */
public final class NothingOfTheTests extends TypeExcludeFilter {

    public static void exclude(ConfigurableApplicationContext portal) {
        portal.getBeanFactory().registerSingleton("nothingOfTheTests", new NothingOfTheTests());
    }

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        return reader.getResource().getURL().toString().contains("/test-classes/");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NothingOfTheTests;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
