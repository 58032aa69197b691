package io.matapalo.fastpath.customers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a customer. Immutable.
 *
 * @param addresses by age
 * @param preferences by age
 */
record Profile(
    long customerId,
    Account account,
    History history,
    List<Address> addresses,
    List<Preference> preferences) {

  Profile {
    addresses = List.copyOf(addresses);
    preferences = List.copyOf(preferences);
  }

  Profile with(Account changed) {
    return new Profile(customerId, changed, history, addresses, preferences);
  }

  /** The row of the customer. */
  record Account(
      String name,
      String email,
      String countryCode,
      String roleCode,
      String status,
      Instant createdAt,
      int version) {

    boolean isActive() {
      return status.equals("ACTIVE");
    }

    /** The same after {@code contact}: at the next version, unless that changes nothing. */
    Account after(ContactRequest.Contact contact) {
      String newName = contact.name().orElse(name);
      if (newName.equals(name) && contact.email().equals(email)) {
        return this;
      }
      return new Account(
          newName, contact.email(), countryCode, roleCode, status, createdAt, version + 1);
    }
  }

  /** The orders that have lines: how many, and the reference of the latest. */
  record History(int orders, Optional<String> lastOrderReference) {}

  /** Where to send to. */
  record Address(String kind, String street, String postCode, String city, String countryCode) {}

  /** What the customer likes. */
  record Preference(String name, String value) {}
}
