package cloud.maidan.portal.services;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Addresses at which no service is and to which nothing may be sent: those of a link alone (RFC 3927, RFC 4291 section
 * 2.5.6), of nobody and of many, and those at which clouds tell a machine its own secrets.
 */
public final class OffLimits {

    private static final Set<String> NAMES =
            Set.of("metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal");
    private static final Set<InetAddress> METADATA = Set.of(
            of(100, 100, 100, 200), // Alibaba
            of(192, 0, 0, 192), // Oracle
            of(168, 63, 129, 16), // Azure
            of(0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54)); // Amazon
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private OffLimits() {}

    /** Whatever form the address has: one of IPv4 inside one of IPv6 counts as the former. */
    public static boolean reached(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || METADATA.contains(address)
                || within(address).filter(OffLimits::reached).isPresent();
    }

    /** Whether a host says by itself that it is off limits; other names are judged by what they stand for. */
    static boolean named(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (!literal(name)) {
            return NAMES.contains(name);
        }
        try {
            return reached(InetAddress.getByName(name));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    static boolean literal(String host) {
        return host.matches("[0-9.]+") || host.contains(":");
    }

    private static Optional<InetAddress> within(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return Optional.empty();
        }
        byte[] bytes = six.getAddress();
        if (six.isIPv4CompatibleAddress() && !six.isLoopbackAddress()
                || Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
            return Optional.of(of(Arrays.copyOfRange(bytes, 12, 16)));
        }
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        return sixToFour ? Optional.of(of(Arrays.copyOfRange(bytes, 2, 6))) : Optional.empty();
    }

    private static InetAddress of(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return of(bytes);
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return bytes.length == 4 ? Inet4Address.getByAddress(bytes) : Inet6Address.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
