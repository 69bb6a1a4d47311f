package cloud.maidan.demo.provider;

import java.net.URI;
import java.util.List;

/** What the provider knows of the one portal whose people sign in here. */
interface Registration {

    /** Any port of this machine, with a secret that everybody may know. */
    Registration ON_THIS_MACHINE = new Registration() {
        @Override
        public String clientSecret() {
            return DemoProviderState.CLIENT_SECRET;
        }

        @Override
        public boolean entersAt(URI address) {
            return "/login/oauth2/code/authentik".equals(address.getPath()) && isHere(address);
        }

        @Override
        public boolean leavesTo(URI address) {
            return "/signed-out".equals(address.getPath()) && isHere(address);
        }

        private static boolean isHere(URI address) {
            return List.of("localhost", "127.0.0.1").contains(address.getHost());
        }
    };

    String clientSecret();

    /** Whether a code may be sent there. */
    boolean entersAt(URI address);

    /** Whether a browser may be sent there after it signed out. */
    boolean leavesTo(URI address);

    /** A sign-in ended here; by default nobody is told. */
    default void ended(DemoPerson person) {}
}
