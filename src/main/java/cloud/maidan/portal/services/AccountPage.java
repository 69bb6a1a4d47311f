package cloud.maidan.portal.services;

import java.util.List;
import java.util.Optional;

/** Some of a service's accounts, and where to read on; an empty {@code next} means these were the last. */
public record AccountPage(List<Entry> accounts, Optional<Cursor> next) {

    /** @param subject the identity provider's {@code sub} that the service stores; empty when it stores none */
    public record Entry(String account, Optional<String> subject) {}

    public AccountPage {
        accounts = List.copyOf(accounts);
    }
}
