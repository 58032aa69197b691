package io.matapalo.fastpath.sessions;

import java.util.Optional;

/**
 * What {@code login} is given, valid or not. Immutable.
 *
 * @param customerId or {@code email} names the customer
 */
record LoginRequest(Optional<Long> customerId, Optional<String> email, Password password) {}
