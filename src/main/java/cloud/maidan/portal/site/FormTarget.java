package cloud.maidan.portal.site;

/**
 * Another origin to which one of our forms may lead, contributed as a bean: browsers apply {@code form-action} to the
 * redirects after a POST too, so signing out at the identity provider needs the provider here.
 *
 * @param origin scheme, host and port, such as {@code https://id.example.org}
 */
public record FormTarget(String origin) {}
