package cloud.maidan.portal.site;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/** Addresses of the portal's own files, with the hash of their content; looked up once for each file. */
@Component
class Assets {

    private final ObjectProvider<ResourceUrlProvider> addresses;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    Assets(ObjectProvider<ResourceUrlProvider> addresses) {
        this.addresses = addresses;
    }

    /** The path as it is when there is no such file. */
    String address(String path) {
        String address = known.get(path);
        if (address == null) {
            address = addresses.getObject().getForLookupPath(path);
            if (address == null) {
                return path;
            }
            known.put(path, address);
        }
        return address;
    }
}
