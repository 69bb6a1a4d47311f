package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The picture of the modules in {@code docs/modules} is drawn from the code. */
class ModulePictureTests {

    private static final Path PAGE = Path.of("docs/modules/README.md");

    private final ApplicationModules modules = ApplicationModules.of(PortalApplication.class);

    /** Run with {@code -Dportal.docs.write=true} to draw it anew. */
    @Test
    void theModulePictureShowsTheCode() throws IOException {
        String drawn = page();
        if (Boolean.getBoolean("portal.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, drawn);
        }

        assertThat(PAGE).content().isEqualTo(drawn);
    }

    private String page() {
        List<ApplicationModule> sorted = modules.stream()
                .sorted(Comparator.comparing(ModulePictureTests::name))
                .toList();
        String arrows = sorted.stream().flatMap(this::arrows).collect(Collectors.joining("\n"));
        String rows = sorted.stream().map(this::row).collect(Collectors.joining("\n"));
        return """
                # Modules

                Drawn from the code by `ModulePictureTests`; an arrow means "calls".

                ```mermaid
                flowchart TD
                %s
                ```

                | module | what it is for | calls |
                |-|-|-|
                %s
                """.formatted(arrows.indent(2).stripTrailing(), rows);
    }

    private Stream<String> arrows(ApplicationModule module) {
        String from = name(module);
        return called(module).map(to -> "%s --> %s".formatted(from, to));
    }

    private String row(ApplicationModule module) {
        return "| %s | %s | %s |"
                .formatted(name(module), sentence(module), called(module).collect(Collectors.joining(" ")));
    }

    private Stream<String> called(ApplicationModule module) {
        return module.getDirectDependencies(modules)
                .uniqueModules()
                .map(ModulePictureTests::name)
                .sorted();
    }

    /** The first sentence of the module's package documentation. */
    private static String sentence(ApplicationModule module) {
        Path source = Path.of("src/main/java", module.getBasePackage().getName().split("\\."))
                .resolve("package-info.java");
        try {
            String text = Files.readString(source);
            return text.substring(text.indexOf("/**") + 3, text.indexOf("*/"))
                    .replaceAll("\\s*\\*\\s*", " ")
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A module's name as packages have it: {@code services.matrix}. */
    private static String name(ApplicationModule module) {
        return module.getBasePackage().getName().substring("cloud.maidan.portal.".length());
    }
}
