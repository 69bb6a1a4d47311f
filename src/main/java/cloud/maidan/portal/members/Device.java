package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a browser calls itself, in plain words. A guess: browsers may say what they like. */
final class Device {

    // order matters: most browsers also claim to be those below them
    private static final Map<String, String> BROWSERS = new LinkedHashMap<>();
    private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

    static {
        BROWSERS.put("Edg", "Edge");
        BROWSERS.put("OPR/", "Opera");
        BROWSERS.put("Vivaldi/", "Vivaldi");
        BROWSERS.put("SamsungBrowser/", "Samsung Internet");
        BROWSERS.put("Firefox/", "Firefox");
        BROWSERS.put("FxiOS/", "Firefox");
        BROWSERS.put("CriOS/", "Chrome");
        BROWSERS.put("Chromium/", "Chromium");
        BROWSERS.put("Chrome/", "Chrome");
        BROWSERS.put("Safari/", "Safari");
        BROWSERS.put("curl/", "curl");
        SYSTEMS.put("iPhone", "iPhone");
        SYSTEMS.put("iPad", "iPad");
        SYSTEMS.put("Android", "Android");
        SYSTEMS.put("CrOS", "ChromeOS");
        SYSTEMS.put("Windows", "Windows");
        SYSTEMS.put("Mac OS X", "macOS");
        SYSTEMS.put("Linux", "Linux");
    }

    private Device() {}

    static Text of(String userAgent) {
        Optional<String> browser = known(BROWSERS, userAgent);
        Optional<String> system = known(SYSTEMS, userAgent);
        if (browser.isPresent() && system.isPresent()) {
            return Text.of("members.device.both", browser.get(), system.get());
        }
        return browser.or(() -> system)
                .map(name -> Text.of("members.device.one", name))
                .orElseGet(() -> Text.of("members.device.unknown"));
    }

    private static Optional<String> known(Map<String, String> names, String userAgent) {
        return names.entrySet().stream()
                .filter(name -> userAgent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
