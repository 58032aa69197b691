package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.invalidation.binlog.TableCatalogue;
import io.matapalo.fastpath.invalidation.keys.KeyRules;
import io.matapalo.fastpath.invalidation.keys.LoggedTable;
import io.matapalo.fastpath.invalidation.keys.TableKeys;
import io.matapalo.fastpath.invalidation.keys.Words;
import io.matapalo.fastpath.pacing.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key rules over the schema as the database has it, read anew after a statement that may have
 * changed it. Confined to one thread at a time.
 *
 * <p>The schema is of a later moment than the rows before it in the log. Until the log has come so
 * far, rows count by what the log itself says of their columns, or else drop whole caches.
 */
final class LiveCatalogue implements TableCatalogue {

  private static final Logger LOG = LoggerFactory.getLogger(LiveCatalogue.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TIMEOUT_SECONDS = 10;

  private final LoggedDatabase database;
  private final List<CachePolicy> policies;
  private final Telling telling;
  private final LongSupplier nanoTicker;
  private Rules rules;
  private boolean outdated;
  private boolean caughtUp;
  private String changedBy = "";
  private Deadline anyWillDo;
  private @Nullable Deadline noTryBefore;

  private LiveCatalogue(
      LoggedDatabase database,
      List<CachePolicy> policies,
      Telling telling,
      LongSupplier nanoTicker,
      Rules rules) {
    this.database = database;
    this.policies = policies;
    this.telling = telling;
    this.nanoTicker = nanoTicker;
    this.rules = rules;
    this.anyWillDo = Deadline.after(PATIENCE, nanoTicker);
  }

  /** Rules, and a position that the schema may be as new as, and is no newer than. */
  private record Rules(KeyRules keys, Position readBefore) {

    static Rules read(Connection connection, Positions positions, List<CachePolicy> policies)
        throws SQLException {
      InformationSchema schema = new InformationSchema(connection, TIMEOUT_SECONDS);
      String own = schema.own();
      KeyRules keys = KeyRules.of(policies, own, schema.read(KeyRules.tables(policies, own)));
      return new Rules(keys, new PositionQuestion(positions, TIMEOUT_SECONDS).ask(connection));
    }
  }

  /**
   * Reads the schema.
   *
   * @throws UnusableLog when it does not allow a rule, or the server does not log what is needed
   */
  static LiveCatalogue read(
      LoggedDatabase database,
      List<CachePolicy> policies,
      Telling telling,
      LongSupplier nanoTicker) {
    try (Connection connection = database.primary().getConnection()) {
      Rules rules = Rules.read(connection, database.positions(), policies);
      List<String> problems = LogChecks.problems(connection);
      if (!rules.keys().problems().isEmpty() || !problems.isEmpty()) {
        throw new UnusableLog(
            String.join("\n", rules.keys().problems()) + String.join("\n", problems), null);
      }
      return new LiveCatalogue(database, policies, telling, nanoTicker, rules);
    } catch (SQLException e) {
      throw new UnusableLog(
          "the tables of caches cannot be read; is the database there, and may the user read them? "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public TableKeys keysOf(LoggedTable table, String gtid) {
    if (outdated && !readAgain()) {
      return rules.keys().everything();
    }
    KeyRules keys = rules.keys();
    return keys.concern(table.name()) ? keys.keysOf(table, isOlder(gtid)) : TableKeys.NONE;
  }

  /** May the schema be newer than that transaction? */
  private boolean isOlder(String gtid) {
    if (!caughtUp) {
      caughtUp = telling.told().filter(told -> told.contains(rules.readBefore())).isPresent();
    }
    return !caughtUp
        && (gtid.isEmpty() || rules.readBefore().contains(database.positions().parse(gtid)));
  }

  @Override
  public List<Stale> redefined(Words statement, String gtid) {
    List<Stale> stale = rules.keys().named(statement);
    if (!stale.isEmpty()) {
      outdate(gtid);
      // At once: the later the schema is read, the more rows are older than it.
      readAgain();
    }
    return stale;
  }

  @Override
  public List<Stale> all(String gtid) {
    outdate(gtid);
    return rules.keys().all();
  }

  private void outdate(String gtid) {
    outdated = true;
    changedBy = gtid;
    noTryBefore = null;
    anyWillDo = Deadline.after(PATIENCE, nanoTicker);
  }

  private boolean readAgain() {
    if (noTryBefore != null && !noTryBefore.hasPassed()) {
      return false;
    }
    try (Connection connection = database.primary().getConnection()) {
      Rules read = Rules.read(connection, database.positions(), policies);
      if (!hasChange(read)) {
        noTryBefore = Deadline.after(SOON, nanoTicker);
        return false;
      }
      rules = read;
    } catch (SQLException e) {
      noTryBefore = Deadline.after(BETWEEN_TRIES, nanoTicker);
      LOG.warn(
          "the changed schema cannot be read, each change drops all caches reason={}",
          e.toString());
      return false;
    }
    outdated = false;
    caughtUp = false;
    noTryBefore = null;
    rules
        .keys()
        .problems()
        .forEach(problem -> {
          telling.alarm();
          LOG.error("any change of the table drops the whole cache: {}", problem);
        });
    return true;
  }

  /**
   * Has the server that was asked made the change already? A server may never, if it is its own.
   */
  private boolean hasChange(Rules read) {
    return changedBy.isEmpty()
        || anyWillDo.hasPassed()
        || read.readBefore().contains(database.positions().parse(changedBy));
  }
}
