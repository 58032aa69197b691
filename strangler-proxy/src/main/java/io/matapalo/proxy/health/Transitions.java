package io.matapalo.proxy.health;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.HealthConfig;
import io.matapalo.proxy.health.Standing.Checked;
import java.time.Duration;
import java.util.function.Consumer;

/** How the standing of an instance changes. Pure, but for the count of its answers. */
final class Transitions {

  private static final int MAX_DOUBLINGS = 20;
  private static final int TRIALS = 3;
  private static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(2);

  private Transitions() {}

  /** Out for a time that doubles with each ejection in a row; failures of one moment count once. */
  static Standing ejected(
      Standing before, Phase.Cause cause, HealthConfig.Outliers limits, long now) {
    int times =
        switch (before.phase()) {
          case Phase.Serving _ -> 1;
          case Phase.Trial trial -> trial.times() + 1;
          case Phase.Ejected _, Phase.Probing _ -> 0;
        };
    return times == 0 ? before : out(before, cause, times, until(limits, times, now));
  }

  private static Standing out(Standing before, Phase.Cause cause, int times, long until) {
    before.count().reset();
    return before.in(new Phase.Ejected(cause, times, until));
  }

  private static long until(HealthConfig.Outliers limits, int times, long now) {
    return now + span(limits, times);
  }

  private static long span(HealthConfig.Outliers limits, int times) {
    long doubled = limits.ejection().toMillis() << Math.min(times - 1, MAX_DOUBLINGS);
    return Math.min(doubled, limits.maxEjection().toMillis());
  }

  static Standing healed(Standing before, long now) {
    before.count().reset();
    return before.in(new Phase.Serving(now));
  }

  static Standing trialWentWell(Standing before, long now) {
    if (!(before.phase() instanceof Phase.Trial trial)) {
      return before;
    }
    int good = trial.good() + 1;
    return good < TRIALS ? before.in(new Phase.Trial(trial.times(), good)) : healed(before, now);
  }

  /** What is due by the clock is given to the consumer. */
  static Standing tick(Standing before, HealthConfig settings, long now, Consumer<DueProbe> due) {
    Standing after = before;
    if (before.phase() instanceof Phase.Ejected ejected && now >= ejected.untilMillis()) {
      due.accept(returnProbe(before.instance(), ejected.cause(), settings));
      after = after.in(new Phase.Probing(ejected.cause(), ejected.times()));
    }
    if (settings.check().isPresent() && now >= before.checked().dueMillis()) {
      HealthConfig.Check check = settings.check().get();
      due.accept(
          new DueProbe(before.instance(), check.probe(), check.timeout(), DueProbe.Purpose.CHECK));
      Checked checked = before.checked();
      after = after.checkedAs(new Checked(checked.isHealthy(), checked.row(), Long.MAX_VALUE));
    }
    if (settings.check().isEmpty() && !before.checked().isHealthy()) {
      after = after.checkedAs(new Checked(true, 0, Long.MIN_VALUE));
    }
    return after;
  }

  private static DueProbe returnProbe(Instance instance, Phase.Cause cause, HealthConfig settings) {
    return settings
        .check()
        .map(check ->
            new DueProbe(instance, check.probe(), check.timeout(), DueProbe.Purpose.RETURN))
        .orElseGet(() ->
            new DueProbe(
                instance,
                cause == Phase.Cause.CONNECT
                    ? new HealthConfig.Probe.Tcp()
                    : new HealthConfig.Probe.Http("/", ""),
                STANDARD_TIMEOUT,
                DueProbe.Purpose.RETURN_UNCONFIGURED));
  }

  static Standing probed(
      Standing before, DueProbe probe, DueProbe.Result result, HealthConfig settings, long now) {
    return switch (probe.purpose()) {
      case CHECK -> checked(before, result, settings, now);
      case RETURN, RETURN_UNCONFIGURED -> returns(before, probe, result, settings, now);
    };
  }

  private static Standing checked(
      Standing before, DueProbe.Result result, HealthConfig settings, long now) {
    if (settings.check().isEmpty()) {
      return before;
    }
    HealthConfig.Check check = settings.check().get();
    Checked last = before.checked();
    long due = now + check.interval().toMillis();
    boolean passed = result == DueProbe.Result.PASSED;
    if (result == DueProbe.Result.NOT_MADE) {
      return before.checkedAs(new Checked(last.isHealthy(), last.row(), due));
    }
    if (passed == last.isHealthy()) {
      return before.checkedAs(new Checked(passed, 0, due));
    }
    int row = last.row() + 1;
    if (row < (passed ? check.successes() : check.failures())) {
      return before.checkedAs(new Checked(last.isHealthy(), row, due));
    }
    Standing turned = before.checkedAs(new Checked(passed, 0, due));
    return passed && turned.phase() instanceof Phase.Serving ? healed(turned, now) : turned;
  }

  /**
   * A passed probe lets an instance return: at once if it only could not be connected to, half-open
   * if its answers were failures. A probe that nobody configured may fail for reasons of its own,
   * such as a start page that is broken: once the ejection time is at its longest, an instance that
   * answers is tried all the same.
   */
  private static Standing returns(
      Standing before, DueProbe probe, DueProbe.Result result, HealthConfig settings, long now) {
    if (!(before.phase() instanceof Phase.Probing probing)) {
      return before;
    }
    HealthConfig.Outliers limits = settings.outliers();
    if (result == DueProbe.Result.NOT_MADE) {
      long soon = until(limits, 1, now);
      return before.in(new Phase.Ejected(probing.cause(), probing.times(), soon));
    }
    boolean saysNothing =
        probe.purpose() == DueProbe.Purpose.RETURN_UNCONFIGURED
            && result == DueProbe.Result.ANSWERED_BADLY
            && span(limits, probing.times()) == limits.maxEjection().toMillis();
    if (result != DueProbe.Result.PASSED && !saysNothing) {
      int times = probing.times() + 1;
      return out(before, probing.cause(), times, until(limits, times, now));
    }
    return switch (probing.cause()) {
      case CONNECT -> healed(before, now);
      case ANSWERS -> before.in(new Phase.Trial(probing.times(), 0));
    };
  }

  static Standing drained(Standing before, Standing.Drain wanted, long now) {
    if (before.drain() == wanted) {
      return before;
    }
    Standing after = before.drained(wanted);
    return wanted == Standing.Drain.NO ? startedSlowly(after, now) : after;
  }

  static Standing weighed(Standing before, int weight, long now) {
    boolean begins = before.instance().weight() == 0 && weight > 0;
    Standing after = before.at(before.instance().weighing(weight));
    return begins ? startedSlowly(after, now) : after;
  }

  private static Standing startedSlowly(Standing before, long now) {
    return before.phase() instanceof Phase.Serving ? before.in(new Phase.Serving(now)) : before;
  }
}
