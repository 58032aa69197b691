package io.matapalo.fastpath.payments;

import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.rows.Database;
import java.util.List;

/** The operations of the service Payments. Stateless. */
public final class PaymentsOperations {

  private PaymentsOperations() {}

  /** They read from {@code database} and write nothing. */
  public static List<Operation<?, ?>> of(Database database) {
    PaymentQueries queries =
        new PaymentQueries(
            new TransactionRows(database), new BalanceRows(database), new StatementRows(database));
    return List.of(
        new Operation<>(
            "getTransaction",
            PaymentsReader::orderReference,
            (reference, _) -> queries.transaction(reference),
            PaymentsWriter::transaction),
        new Operation<>(
            "listTransactions",
            PaymentsReader::latest,
            (query, _) -> queries.latest(query),
            PaymentsWriter::latest),
        new Operation<>(
            "getBalance",
            PaymentsReader::customer,
            (customer, _) -> queries.balance(customer),
            PaymentsWriter::balance),
        new Operation<>(
            "getStatement",
            PaymentsReader::period,
            (query, _) -> queries.statement(query),
            PaymentsWriter::statement));
  }
}
