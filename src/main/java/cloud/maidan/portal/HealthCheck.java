package cloud.maidan.portal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;

/**
 * Asks the portal of the same machine whether it is well, for whoever starts containers: ends with 0 when it is. A
 * program of its own with nothing but the JDK, so that asking costs little.
 */
final class HealthCheck {

    private static final int PATIENCE_MILLIS = 8000;

    private HealthCheck() {}

    /** @param addresses what is asked instead of the portal; all have to answer with 200 */
    public static void main(String[] addresses) {
        String port = System.getenv().getOrDefault("MANAGEMENT_SERVER_PORT", "8081");
        List<String> asked =
                addresses.length > 0 ? List.of(addresses) : List.of("http://127.0.0.1:" + port + "/actuator/health");
        System.exit(asked.stream().allMatch(HealthCheck::well) ? 0 : 1);
    }

    static boolean well(String address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                System.err.println(address + ": " + status);
            }
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            System.err.println(address + ": " + e.getMessage());
            return false;
        }
    }
}
