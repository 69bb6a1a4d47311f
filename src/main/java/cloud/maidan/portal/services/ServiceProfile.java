package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a service is and what it cannot do for a member. What it is for ("Chat") is the message
 * {@code service.<id>.name}.
 *
 * @param product its product name, such as "Matrix"
 * @param icon symbol of the icon sprite
 * @param order position among the services, ascending
 * @param gaps for each capability that is not offered, the sentence that says why
 */
public record ServiceProfile(
        ServiceId id, String product, String icon, int order, Map<Class<? extends Capability>, Text> gaps) {

    public ServiceProfile {
        gaps = Map.copyOf(gaps);
    }

    public static ServiceProfile of(String id, String product, String icon, int order) {
        return new ServiceProfile(new ServiceId(id), product, icon, order, Map.of());
    }

    public ServiceProfile without(Class<? extends Capability> capability, String why) {
        Map<Class<? extends Capability>, Text> more = new LinkedHashMap<>(gaps);
        more.put(capability, Text.of(why));
        return new ServiceProfile(id, product, icon, order, more);
    }

    public Text name() {
        return Text.of("service." + id.value() + ".name");
    }
}
