package io.matapalo.router.transaction;

import io.matapalo.router.retry.Cause;
import io.matapalo.router.topology.Node;
import io.matapalo.router.transaction.metrics.Event;
import io.matapalo.router.transaction.outcome.ConflictException;
import io.matapalo.router.transaction.outcome.ConflictException.Reason;
import io.matapalo.router.transaction.outcome.Outcome;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.router.transaction.work.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The attempts of one unit of work, with waits and doubts between. Confined to one thread. */
final class Attempts<T extends @Nullable Object, E extends Exception> {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");

  /** What ends an attempt without a node; one that is too busy is there, and must be spared. */
  private static final Set<Cause> LOST_NODE =
      Set.of(Cause.LINK_LOST, Cause.NODE_NOT_READY, Cause.READ_ONLY_NODE);

  private final TransactionRunner runner;
  private final UnitOfWork<T, E> unit;
  private final String operation;
  private final long begun;
  private final List<Cause> causes = new ArrayList<>();
  private Duration pause = Duration.ZERO;
  private List<Runnable> hooks = List.of();

  Attempts(
      TransactionRunner runner,
      TransactionPolicy policy,
      @Nullable StoredResult<T> stored,
      Work<T, E> work) {
    this.runner = runner;
    this.unit = new UnitOfWork<>(policy, stored, work, this::left);
    this.operation = policy.operation();
    this.begun = runner.nanos();
  }

  /** The hooks to run once the unit of work has ended. */
  List<Runnable> hooks() {
    return hooks;
  }

  Outcome<T> run() {
    count(Event.CALL);
    Outcome<T> outcome = null;
    while (outcome == null) {
      outcome = attempt();
    }
    return outcome;
  }

  /** One attempt; null when another one is to follow. */
  private @Nullable Outcome<T> attempt() {
    long attemptBegun = runner.nanos();
    OutcomeId id = runner.nextId();
    Attempt<T, E> attempt = runner.attempt(unit, id, causes.size() + 1);
    count(Event.ATTEMPT);
    AttemptEnd<T> end = attempt.run();
    if (attempt.node().isPresent()) {
      runner.budgets().outages().end(unit.policy().intent());
    }
    if (causes.isEmpty()) {
      runner.budgets().earn(name(attempt.node()), operation);
    }
    Outcome<T> outcome = outcomeOf(end, id, attempt.node());
    if (outcome == null || outcome instanceof Outcome.NotCommitted) {
      runner.counts().lose(operation, runner.nanos() - attemptBegun);
    }
    return outcome;
  }

  private @Nullable Outcome<T> outcomeOf(AttemptEnd<T> end, OutcomeId id, Optional<Node> node) {
    if (end instanceof AttemptEnd.Committed<T> committed) {
      return committed(committed.value(), committed.hooks());
    }
    if (end instanceof AttemptEnd.Replayed<T> replayed) {
      count(Event.REPLAYED);
      return new Outcome.Committed<>(replayed.value());
    }
    if (end instanceof AttemptEnd.Failed<T> failed) {
      count(Event.FAILED);
      return new Outcome.NotCommitted<>(failed.thrown());
    }
    if (end instanceof AttemptEnd.Repeatable<T> repeatable) {
      return runAgain(repeatable, node);
    }
    return resolved((AttemptEnd.InDoubt<T>) end, id, node);
  }

  private Outcome<T> committed(T value, List<Runnable> toRun) {
    count(Event.COMMITTED);
    hooks = toRun;
    return new Outcome.Committed<>(value);
  }

  private @Nullable Outcome<T> resolved(
      AttemptEnd.InDoubt<T> doubt, OutcomeId id, Optional<Node> node) {
    count(Event.IN_DOUBT);
    if (!unit.policy().outcomeRow()) {
      count(Event.UNKNOWN);
      return new Outcome.Unknown<>(Optional.empty());
    }
    Resolution resolution = runner.resolve(id, node, left());
    if (resolution instanceof Resolution.Committed) {
      count(Event.RESOLVED_COMMITTED);
      return committed(doubt.value(), doubt.hooks());
    }
    if (resolution instanceof Resolution.Open open) {
      count(Event.UNKNOWN);
      LOG.log(
          Level.WARNING,
          "the outcome of a commit is unknown operation={0} id={1} reason={2}",
          new Object[] {operation, id, open.reason()});
      return new Outcome.Unknown<>(Optional.of(id));
    }
    count(Event.RESOLVED_NOT_COMMITTED);
    return runAgain(new AttemptEnd.Repeatable<>(Cause.LINK_LOST, doubt.thrown(), false), node);
  }

  private @Nullable Outcome<T> runAgain(AttemptEnd.Repeatable<T> ended, Optional<Node> node) {
    boolean withoutNode = node.isEmpty() && LOST_NODE.contains(ended.cause());
    AttemptEnd.Repeatable<T> end = withoutNode ? ended.withCause(Cause.NO_NODE) : ended;
    causes.add(end.cause());
    unit.policy().key().ifPresent(runner.counts()::countConflict);
    Duration wait = waitAfter(end);
    Optional<Reason> stop = stopReason(end, node, wait);
    if (stop.isEmpty() && !runner.pauseUnlessInterrupted(wait)) {
      stop = Optional.of(Reason.INTERRUPTED);
    }
    if (stop.isEmpty()) {
      runner.counts().countRetry(operation, end.cause());
      return null;
    }
    count(eventOf(stop.get()));
    return new Outcome.NotCommitted<>(
        new ConflictException(
            operation, stop.get(), limitOf(stop.get()), causes, name(node), end.thrown()));
  }

  /** What was used up, for the caller's eyes. */
  private String limitOf(Reason reason) {
    return switch (reason) {
      case ATTEMPTS -> String.valueOf(unit.policy().attempts());
      case DEADLINE -> String.valueOf(unit.policy().deadline());
      case BUDGET -> runner.budgets().told();
      case INTERRUPTED -> "";
    };
  }

  private Duration waitAfter(AttemptEnd.Repeatable<T> end) {
    if (end.free()) {
      return Duration.ofNanos(runner.backoff().baseNanos());
    }
    pause = runner.nextPause(end.cause(), pause);
    return pause;
  }

  private Optional<Reason> stopReason(
      AttemptEnd.Repeatable<T> end, Optional<Node> node, Duration wait) {
    if (wait.compareTo(left()) >= 0) {
      return Optional.of(Reason.DEADLINE);
    }
    if (causes.size() >= unit.policy().attempts()) {
      return Optional.of(Reason.ATTEMPTS);
    }
    return end.free() || mayWait(end) || runner.budgets().take(name(node), operation, end.cause())
        ? Optional.empty()
        : Optional.of(Reason.BUDGET);
  }

  private boolean mayWait(AttemptEnd.Repeatable<T> end) {
    return end.cause() == Cause.NO_NODE
        && runner.budgets().outages().isYoung(unit.policy().intent(), runner.nanos());
  }

  private Duration left() {
    return unit.policy().deadline().minusNanos(runner.nanos() - begun);
  }

  private void count(Event event) {
    runner.counts().count(operation, event);
  }

  private static String name(Optional<Node> node) {
    return node.map(Node::name).orElse("(none)");
  }

  private static Event eventOf(Reason reason) {
    return switch (reason) {
      case ATTEMPTS -> Event.ATTEMPTS_EXHAUSTED;
      case DEADLINE -> Event.DEADLINE_EXHAUSTED;
      case BUDGET -> Event.BUDGET_EXHAUSTED;
      case INTERRUPTED -> Event.INTERRUPTED;
    };
  }
}
