package cloud.maidan.portal.site;

import cloud.maidan.portal.subject.Text;

/**
 * A cookie that some page sets, contributed as a bean by the module that sets it. The privacy page lists them; a test
 * finds any that is missing here.
 *
 * @param purpose what it is for and what is in it
 * @param lifetime how long the browser keeps it
 */
public record CookieNotice(String name, Text purpose, Text lifetime) {}
