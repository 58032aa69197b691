package io.matapalo.fastpath.customers;

import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A change of a contact as it was sent, valid or not. Immutable.
 *
 * @param name empty leaves it as it is
 * @param version of the profile that the client read
 */
record ContactRequest(
    Optional<Long> customerId, Optional<String> name, String email, Optional<Integer> version) {

  private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,95}");
  private static final int LONGEST_NAME = 120;

  /** The same once it is checked, in the contract's order. */
  Contact checked() {
    long customer = RequestChecks.positive("customerId", customerId);
    name.ifPresent(ContactRequest::checkName);
    if (!EMAIL.matcher(email).matches()) {
      throw Refused.invalid(
          "email must be an address such as name@host, of at most 160 characters");
    }
    return new Contact(customer, name, email, RequestChecks.version(version));
  }

  private static void checkName(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw Refused.invalid(
          "name must be 1 to %d characters and not blank, was %d"
              .formatted(LONGEST_NAME, name.length()));
    }
  }

  /** A change whose values are in order. */
  record Contact(long customerId, Optional<String> name, String email, int version) {}
}
