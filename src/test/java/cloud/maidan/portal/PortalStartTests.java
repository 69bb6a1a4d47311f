package cloud.maidan.portal;

import org.junit.jupiter.api.Test;

@PortalTest
class PortalStartTests {

    @Test
    void thePortalStartsWithoutItsIdentityProviderAndWithoutAnyService() {}
}
