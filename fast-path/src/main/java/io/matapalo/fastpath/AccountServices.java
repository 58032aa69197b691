package io.matapalo.fastpath;

import io.matapalo.fastpath.customers.CustomersOperations;
import io.matapalo.fastpath.instructions.InstructionDesk;
import io.matapalo.fastpath.instructions.InstructionRows;
import io.matapalo.fastpath.instructions.InstructionsOperations;
import io.matapalo.fastpath.instructions.NewInstructions;
import io.matapalo.fastpath.instructions.UsageJournal;
import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.rows.Transactions;
import io.matapalo.fastpath.rows.VersionedWrites;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.router.ReplicaRouter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Puts together the services round a customer's account, for {@link FastPathServer}. Immutable. */
record AccountServices(
    ReplicaRouter router, Database database, Counters counters, InstantSource clock) {

  List<Operation<?, ?>> customers() {
    Transactions writes = new RouterTransactions(router, "Customers.updateContact", counters);
    return CustomersOperations.of(database, new VersionedWrites(writes, counters));
  }

  List<Operation<?, ?>> instructions(UsageJournal usage) {
    Transactions writes = new RouterTransactions(router, "Instructions.write", counters);
    InstructionRows rows = new InstructionRows(database);
    NewInstructions made =
        new NewInstructions(
            rows,
            new ProvenWrites(writes, counters),
            new ReferenceCodes(new SecureRandom()),
            clock);
    return InstructionsOperations.of(
        new InstructionDesk(rows, made, new VersionedWrites(writes, counters), usage));
  }
}
