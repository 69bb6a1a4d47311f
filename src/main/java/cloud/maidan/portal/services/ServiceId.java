package cloud.maidan.portal.services;

import java.util.regex.Pattern;

/** Short name of a connected service, as in configuration and addresses: {@code matrix}. */
public record ServiceId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    public ServiceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a service name");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
