package io.matapalo.router.transaction;

import io.matapalo.router.retry.Cause;
import io.matapalo.router.topology.Node;
import io.matapalo.router.transaction.metrics.TransactionCounts;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.OutcomeResolver;
import io.matapalo.router.transaction.outcome.OutcomeTable;
import io.matapalo.router.transaction.outcome.Pace;
import io.matapalo.router.transaction.outcome.Resolution;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** What all calls of one runner share. Thread-safe. */
final class Machinery {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");

  private final DataSource source;
  private final TransactionSettings settings;
  private final Pace pace;
  private final OutcomeTable table;
  private final OutcomeResolver resolver;
  private final TransactionCounts counts = new TransactionCounts();
  private final Budgets budgets;

  Machinery(DataSource source, TransactionSettings settings, Pace pace) {
    this.source = source;
    this.settings = settings;
    this.pace = pace;
    this.table = OutcomeTable.named(settings.table());
    this.resolver = new OutcomeResolver(source, table, settings.topology(), pace);
    this.budgets = new Budgets(settings.budget());
  }

  DataSource source() {
    return source;
  }

  TransactionSettings settings() {
    return settings;
  }

  Pace pace() {
    return pace;
  }

  OutcomeTable table() {
    return table;
  }

  OutcomeResolver resolver() {
    return resolver;
  }

  TransactionCounts counts() {
    return counts;
  }

  Budgets budgets() {
    return budgets;
  }

  long nanos() {
    return pace.nanos().getAsLong();
  }

  OutcomeId nextId() {
    return OutcomeId.next(pace.wall().instant(), pace.chance());
  }

  Resolution resolve(OutcomeId id, Optional<Node> node) {
    return resolver.resolve(id, node, settings.outcomeDeadline());
  }

  void pause(Duration wait) throws InterruptedException {
    pace.waiting().pause(wait);
  }

  /** How long to wait after a failure; {@code before} is the wait before that, or zero. */
  Duration nextPause(Cause cause, Duration before) {
    return Duration.ofNanos(settings.backoff().nextNanos(cause, before.toNanos(), pace.chance()));
  }

  void warn(String operation, OutcomeId id, String reason) {
    LOG.log(
        Level.WARNING,
        "the outcome of a commit is unknown operation={0} id={1} reason={2}",
        new Object[] {operation, id, reason});
  }
}
