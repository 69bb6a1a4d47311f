package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.OffLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/** Looks up the hosts of services. One that leads off limits, if only by one of its addresses, counts as unknown. */
public final class Hosts implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return lookUp(host).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** Every address of the host. */
    public static List<InetAddress> lookUp(String host) throws UnknownHostException {
        InetAddress[] found = InetAddress.getAllByName(host);
        if (Stream.of(found).anyMatch(OffLimits::reached)) {
            throw new UnknownHostException(host + " is off limits");
        }
        return List.of(found);
    }
}
