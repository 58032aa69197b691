package io.matapalo.fastpath.customers;

import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.VersionedWrites;
import java.util.List;

/** The operations of the service Customers. Stateless. */
public final class CustomersOperations {

  private CustomersOperations() {}

  /** They read from {@code database} and change contacts by {@code writes}. */
  public static List<Operation<?, ?>> of(Database database, VersionedWrites writes) {
    CustomerAccounts accounts = new CustomerAccounts(new ProfileRows(database), writes);
    return List.of(
        new Operation<>(
            "getProfile",
            CustomersReader::customer,
            (customer, _) -> accounts.profile(customer),
            CustomersWriter::profile),
        new Operation<>(
            "updateContact",
            CustomersReader::contact,
            accounts::updateContact,
            CustomersWriter::profile));
  }
}
