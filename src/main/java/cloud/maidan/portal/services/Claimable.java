package cloud.maidan.portal.services;

import java.util.Optional;

/**
 * An adapter whose service does not say whose an account is: the member may, and nobody checks it, so a claimed account
 * ({@link Evidence#CLAIMED}) is shown and nothing else. Its page says {@code <service>.claim}, {@code .claim.where},
 * {@code .claim.label} and {@code .claim.invalid}.
 */
public interface Claimable {

    /** The account's id as the service writes it; empty when what was typed cannot be one. */
    Optional<String> accountIn(String typed);

    /** Whether the service holds such an account. */
    boolean holds(String account);
}
