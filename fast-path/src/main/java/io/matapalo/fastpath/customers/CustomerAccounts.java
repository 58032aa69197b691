package io.matapalo.fastpath.customers;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.VersionedWrites;
import java.sql.SQLException;
import java.util.Optional;

/** Shows and changes the accounts of active customers. Blocks. Thread-safe. */
final class CustomerAccounts {

  private final ProfileRows rows;
  private final VersionedWrites writes;

  CustomerAccounts(ProfileRows rows, VersionedWrites writes) {
    this.rows = rows;
    this.writes = writes;
  }

  /** One statement. */
  Profile profile(Optional<Long> customerId) throws SQLException {
    return active(RequestChecks.positive("customerId", customerId));
  }

  /** One statement where nothing changes, else two. */
  Profile updateContact(ContactRequest request, Deadline deadline) throws SQLException {
    ContactRequest.Contact contact = request.checked();
    Profile known = active(contact.customerId());
    if (known.account().version() != contact.version()) {
      throw conflict(known, contact);
    }
    Profile changed = known.with(known.account().after(contact));
    if (changed.equals(known)) {
      return known;
    }
    boolean stored =
        writes.change(
            connection -> ProfileRows.change(connection, contact.customerId(), changed.account()),
            () -> isStored(changed),
            deadline);
    if (!stored) {
      throw conflict(active(contact.customerId()), contact);
    }
    return changed;
  }

  private boolean isStored(Profile changed) throws SQLException {
    return rows.find(changed.customerId())
        .filter(present -> present.account().equals(changed.account()))
        .isPresent();
  }

  private Profile active(long customerId) throws SQLException {
    return rows.find(customerId)
        .filter(profile -> profile.account().isActive())
        .orElseThrow(
            () -> new Refused(FaultCode.UNKNOWN_CUSTOMER, "no active customer " + customerId));
  }

  private static Refused conflict(Profile present, ContactRequest.Contact contact) {
    return new Refused(
        FaultCode.VERSION_CONFLICT,
        "customer %d is at version %d, not %d: read it again"
            .formatted(present.customerId(), present.account().version(), contact.version()));
  }
}
