package cloud.maidan.portal.site;

import java.time.ZoneId;
import java.util.Locale;

/** The person a page is made for. @param theme one of {@code system}, {@code light}, {@code dark} */
public record Viewer(String displayName, Locale locale, ZoneId zone, String theme) {}
