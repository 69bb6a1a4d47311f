package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a service is and what it cannot do for a member. What it is for ("Chat") is the message
 * {@code service.<id>.name}.
 *
 * @param product its product name, such as "Matrix"
 * @param icon symbol of the icon sprite
 * @param order position among the services, ascending
 * @param credentials every secret that its adapter asks {@link ServiceAccess} for
 * @param gaps for each capability that is not offered, the sentence that says why
 */
public record ServiceProfile(
        ServiceId id,
        String product,
        String icon,
        int order,
        List<Credential> credentials,
        Map<Class<? extends Capability>, Text> gaps) {

    public ServiceProfile {
        credentials = List.copyOf(credentials);
        gaps = Map.copyOf(gaps);
    }

    public static ServiceProfile of(String id, String product, String icon, int order) {
        return new ServiceProfile(new ServiceId(id), product, icon, order, List.of(), Map.of());
    }

    public ServiceProfile without(Class<? extends Capability> capability, String why) {
        Map<Class<? extends Capability>, Text> more = new LinkedHashMap<>(gaps);
        more.put(capability, Text.of(why));
        return new ServiceProfile(id, product, icon, order, credentials, more);
    }

    /** Declares a secret without which the service is not connected. */
    public ServiceProfile needing(String credential) {
        return with(new Credential(id, credential, true, Credential.Kind.SECRET));
    }

    /** Declares a secret that only some of what the service offers needs. */
    public ServiceProfile using(String credential) {
        return with(new Credential(id, credential, false, Credential.Kind.SECRET));
    }

    /** Declares a user name or the like that belongs to a secret. */
    public ServiceProfile naming(String name) {
        return with(new Credential(id, name, false, Credential.Kind.NAME));
    }

    /** Declares an address at which members find the service. */
    public ServiceProfile openedAt(String name) {
        return with(new Credential(id, name, false, Credential.Kind.ADDRESS));
    }

    private ServiceProfile with(Credential another) {
        List<Credential> more =
                Stream.concat(credentials.stream(), Stream.of(another)).toList();
        return new ServiceProfile(id, product, icon, order, more, gaps);
    }

    public Text name() {
        return Text.of("service." + id.value() + ".name");
    }
}
