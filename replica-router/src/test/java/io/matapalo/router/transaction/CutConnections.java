package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.topology.Node;
import io.matapalo.router.transaction.metrics.Event;
import io.matapalo.router.transaction.outcome.Outcome;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.router.transaction.work.Transaction;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.relay.PlannedFault;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs units of work whose connection a relay breaks at a command drawn by chance, and compares
 * what each run was told with what the tables hold. Confined to one thread.
 */
final class CutConnections {

  private static final TransactionPolicy POLICY =
      TransactionPolicy.writing("Shop.buy").withAttempts(8);

  /** Where the link breaks; with a second place, the fence of the first one's doubt breaks too. */
  private enum Place {
    KEY("key_hash = "),
    FIRST_STATEMENT("INSERT INTO effect"),
    SECOND_STATEMENT("UPDATE total"),
    OUTCOME_ROW("INSERT INTO matapalo_outcome .*'committed'"),
    COMMIT("(?i)^\\s*(/\\*.*?\\*/\\s*)?commit"),
    LOOK("WHERE id = "),
    FENCE("INSERT INTO matapalo_outcome .*'fenced'");

    private final String text;

    Place(String text) {
      this.text = text;
    }
  }

  private static final List<Place> FIRST =
      List.of(
          Place.KEY,
          Place.FIRST_STATEMENT,
          Place.SECOND_STATEMENT,
          Place.OUTCOME_ROW,
          Place.COMMIT,
          Place.COMMIT,
          Place.COMMIT);
  private static final List<Place> WHILE_RESOLVING = List.of(Place.LOOK, Place.FENCE, Place.COMMIT);
  private static final List<Fault> FAULTS =
      List.of(Fault.CUT_BEFORE, Fault.LOSE_ANSWER, Fault.CUT_IN_FLIGHT);

  private final RealNodes nodes;
  private final Node direct;
  private final FaultRelay relay;
  private final TransactionRunner runner;
  private final Random random;

  CutConnections(RealNodes nodes, Node direct, FaultRelay relay, long seed) {
    this.nodes = nodes;
    this.direct = direct;
    this.relay = relay;
    this.runner =
        TransactionRunner.over(
            nodes.source(),
            TransactionSettings.from(
                Map.of("retry.budget-share", "1", "retry.budget-floor", "10000")));
    this.random = new Random(seed);
  }

  /** How often a commit was in doubt. */
  long doubts() {
    return runner.metrics().of("Shop.buy").events().getOrDefault(Event.IN_DOUBT, 0L);
  }

  /** One unit of work with one or two cuts; fails when told and stored differ. */
  void run(int number) throws SQLException {
    Place first = anyOf(FIRST);
    String told = "run " + number + " cut at ";
    PlannedFault one = plan(first);
    PlannedFault two = one;
    if (first == Place.COMMIT && random.nextBoolean()) {
      // A doubt whose resolving is cut too: when looking, when fencing, or at the fence's commit.
      two = plan(anyOf(WHILE_RESOLVING));
    }
    told += one + ", " + two;
    StoredResult<Long> stored = StoredResult.of(ResultCodec.number());
    boolean keyed = random.nextBoolean() || first == Place.KEY;
    if (keyed) {
      stored = stored.underKey("request-" + number, "payload");
    }
    Outcome<Long> outcome = runner.run(POLICY, stored, tx -> work(tx, number));
    relay.forget();
    check(told, number, outcome);
    if (keyed) {
      Outcome<Long> again = runner.run(POLICY, stored, tx -> work(tx, number));
      assertThat(again).as(told + ", again").isEqualTo(new Outcome.Committed<>((long) number));
      assertThat(effects(number)).as(told + ", again").isEqualTo(1);
    }
  }

  /** All that was stored was stored whole. */
  void checkTotals() throws SQLException {
    assertThat(nodes.number(direct, "SELECT n FROM total"))
        .isEqualTo(nodes.number(direct, "SELECT COUNT(*) FROM effect"));
  }

  private PlannedFault plan(Place place) {
    return relay.onNext(CommandMatcher.query(place.text), anyOf(FAULTS));
  }

  private <A> A anyOf(List<A> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void check(String told, int number, Outcome<Long> outcome) throws SQLException {
    switch (outcome) {
      case Outcome.Committed<Long>(var value) -> {
        assertThat(value).as(told).isEqualTo(number);
        assertThat(effects(number)).as(told).isEqualTo(1);
      }
      case Outcome.NotCommitted<Long>(var cause) ->
          assertThat(effects(number)).as(told + ": " + cause).isZero();
      case Outcome.Unknown<Long>(var id) -> settle(told, number, id.orElseThrow());
    }
  }

  private void settle(String told, int number, OutcomeId id) throws SQLException {
    Resolution found = runner.settle(id);
    assertThat(found).as(told).isNotInstanceOf(Resolution.Open.class);
    long expected = found instanceof Resolution.Committed ? 1 : 0;
    assertThat(effects(number)).as(told + ", settled as " + found).isEqualTo(expected);
  }

  private long effects(int number) throws SQLException {
    return nodes.number(direct, "SELECT COUNT(*) FROM effect WHERE run = " + number);
  }

  private static long work(Transaction tx, int number) throws SQLException {
    try (Statement statement = tx.connection().createStatement()) {
      statement.executeUpdate("INSERT INTO effect (run) VALUES (" + number + ")");
      statement.executeUpdate("UPDATE total SET n = n + 1");
    }
    return number;
  }
}
