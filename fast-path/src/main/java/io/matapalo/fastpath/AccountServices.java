package io.matapalo.fastpath;

import io.matapalo.fastpath.customers.CustomersOperations;
import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Transactions;
import io.matapalo.fastpath.rows.VersionedWrites;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.router.ReplicaRouter;
import java.util.List;

/** Puts together the services round a customer's account, for {@link FastPathServer}. Immutable. */
record AccountServices(ReplicaRouter router, Database database, Counters counters) {

  List<Operation<?, ?>> customers() {
    Transactions writes = new RouterTransactions(router, "Customers.updateContact", counters);
    return CustomersOperations.of(database, new VersionedWrites(writes, counters));
  }
}
