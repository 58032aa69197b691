package io.matapalo.fastpath.payments;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Checks what is asked and answers it, one statement each. Blocks. Thread-safe. */
final class PaymentQueries {

  private static final int MOST_DAYS = 366;

  private final TransactionRows transactions;
  private final BalanceRows balances;
  private final StatementRows statements;

  PaymentQueries(TransactionRows transactions, BalanceRows balances, StatementRows statements) {
    this.transactions = transactions;
    this.balances = balances;
    this.statements = statements;
  }

  Transaction transaction(String reference) throws SQLException {
    RequestChecks.notBlank("orderReference", reference);
    return transactions
        .find(reference)
        .orElseThrow(() ->
            new Refused(
                FaultCode.TRANSACTION_NOT_FOUND,
                "no transaction with order reference " + reference));
  }

  List<Transaction.Summary> latest(PaymentQuery.Latest query) throws SQLException {
    long customerId = RequestChecks.positive("customerId", query.customerId());
    int limit = RequestChecks.limit(query.limit());
    return transactions.latest(customerId, limit).orElseThrow(() -> unknown(customerId));
  }

  Balance balance(long customerId) throws SQLException {
    RequestChecks.positive("customerId", customerId);
    return balances.find(customerId).orElseThrow(() -> unknown(customerId));
  }

  Statement statement(PaymentQuery.Period query) throws SQLException {
    long customerId = RequestChecks.positive("customerId", query.customerId());
    Instant from = RequestChecks.time("from", query.from());
    Instant to = RequestChecks.time("to", query.to());
    RequestChecks.ordered(from, to);
    Duration asked = Duration.between(from, to);
    if (asked.compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
      throw Refused.invalid(
          "a statement covers at most " + MOST_DAYS + " days, was " + asked.toDays());
    }
    return statements.find(customerId, from, to).orElseThrow(() -> unknown(customerId));
  }

  private static Refused unknown(long customerId) {
    return new Refused(FaultCode.UNKNOWN_CUSTOMER, "no customer " + customerId);
  }
}
