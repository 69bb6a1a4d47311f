package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a service as somebody wrote it: read strictly, since our credentials are sent there. */
public sealed interface ServiceAddress {

    /** @param address without a trailing slash */
    record Good(URI address) implements ServiceAddress {}

    record Wrong(Flaw flaw) implements ServiceAddress {}

    enum Flaw {
        NO_ADDRESS("is not an address"),
        NOT_BARE("must be https://host[:port][/path], without user, parameters and fragment"),
        PLAIN_HTTP("is plain http, which would show our credentials to the network"),
        OFF_LIMITS("is an address at which no service is, such as that of a cloud's own data");

        private final String said;

        Flaw(String said) {
            this.said = said;
        }

        /** For whoever reads a log. */
        String said() {
            return said;
        }

        /** For whoever typed it. */
        public Text text() {
            return Text.of("services.address." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    /** What some programs take for an IPv4 address and others for a name. */
    Pattern OTHER_FORM_OF_A_NUMBER = Pattern.compile("(.*\\.)?0x[0-9a-f]*\\.?");

    /** @param ownNetwork whether plain http beyond this machine is taken, since the network between is our own */
    static ServiceAddress read(String written, boolean ownNetwork) {
        URI address;
        try {
            address = URI.create(written.endsWith("/") ? written.substring(0, written.length() - 1) : written);
        } catch (IllegalArgumentException e) {
            return new Wrong(Flaw.NO_ADDRESS);
        }
        if (address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            return new Wrong(Flaw.NOT_BARE);
        }
        String host = host(address);
        if (OTHER_FORM_OF_A_NUMBER.matcher(host).matches()) {
            return new Wrong(Flaw.NO_ADDRESS);
        }
        if (OffLimits.named(host)) {
            return new Wrong(Flaw.OFF_LIMITS);
        }
        return "http".equals(address.getScheme()) && !ownNetwork && !onThisMachine(host)
                ? new Wrong(Flaw.PLAIN_HTTP)
                : new Good(address);
    }

    private static String host(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** A name is not looked up: it may mean another machine tomorrow. */
    private static boolean onThisMachine(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return OffLimits.literal(host) && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
