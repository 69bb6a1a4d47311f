package cloud.maidan.portal;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModuleTests {

    @Test
    void modulesCallOnlyWhatTheyDeclare() {
        ApplicationModules.of(PortalApplication.class).verify();
    }
}
