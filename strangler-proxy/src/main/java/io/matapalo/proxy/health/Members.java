package io.matapalo.proxy.health;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.HealthConfig;
import io.matapalo.proxy.resilience.OwnShortage;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one cluster, and which of them may be used. A request reads one reference; what
 * changes is published as a whole. Thread-safe; never blocks.
 */
public final class Members {

  private static final long TRIAL_PAUSE_MILLIS = 100;

  private final InstantSource clock;
  private final HealthLog log;
  private final AtomicReference<View> view;

  /** The instances at the start of a proxy: all in use, at their full weight. */
  public Members(
      String cluster, List<Instance> instances, HealthConfig settings, InstantSource clock) {
    this.clock = clock;
    this.log = new HealthLog(cluster, clock);
    Map<String, Standing> standings = new LinkedHashMap<>();
    for (Instance instance : instances) {
      standings.put(instance.name(), Standing.serving(instance, Long.MIN_VALUE));
    }
    this.view = new AtomicReference<>(View.of(settings, standings, clock.millis()));
  }

  /**
   * How one instance stands, for operators.
   *
   * @param state serving, half-open, ejected, probing or unhealthy
   * @param isDrained whether the operator has taken it out for clients
   */
  public record State(Instance instance, String state, boolean isDrained) {}

  /** All instances with their present weights, in the order of the configuration. */
  public List<Instance> all() {
    return view.get().all();
  }

  /**
   * Those that clients may be sent to, in the order of the configuration; empty if the operator has
   * taken all of them out. Those that drain have weight 0 and keep their sessions; those that start
   * slowly have a ramp below 1.
   */
  public List<Instance> usable() {
    return view.get().usable();
  }

  /**
   * The order in which one client tries instances, after a look at half-open ones: such an instance
   * comes first for one of its clients at a time, and last for the others.
   */
  public List<Instance> admit(List<Instance> ordered) {
    View now = view.get();
    if (!now.hasTrials() || ordered.size() < 2) {
      return ordered;
    }
    Standing first = now.standing(ordered.getFirst().name());
    if (first == null
        || !(first.phase() instanceof Phase.Trial)
        || first.count().takeTrial(clock.millis(), TRIAL_PAUSE_MILLIS)) {
      return ordered;
    }
    List<Instance> moved = new ArrayList<>(ordered.subList(1, ordered.size()));
    moved.add(ordered.getFirst());
    return moved;
  }

  /** What an instance made of a request. */
  public void answered(Instance instance, Outcome outcome) {
    Standing standing = view.get().standing(instance.name());
    if (standing == null) {
      return;
    }
    if (outcome != Outcome.NO_ANSWER) {
      standing.count().hear();
    }
    if (outcome == Outcome.GOOD) {
      standing.count().good();
      if (standing.phase() instanceof Phase.Trial) {
        trialWentWell(instance.name());
      }
      return;
    }
    standing.count().bad();
    boolean ejects =
        standing.phase() instanceof Phase.Trial
            || standing.count().isOutlier(view.get().settings().outliers());
    if (ejects) {
      eject(instance.name(), Phase.Cause.ANSWERS, outcome.toString());
    }
  }

  /** What to give to {@link #stalls} later: a mark of the answers of an instance so far. */
  public long heard(Instance instance) {
    Standing standing = view.get().standing(instance.name());
    return standing == null ? 0 : standing.count().heard();
  }

  /**
   * A request has waited for long without a byte of an answer: a failure of the instance, unless it
   * has answered anybody since the mark. A slow operation does not eject an instance that goes on
   * serving others. True if it counts.
   */
  public boolean stalls(Instance instance, long heardBefore) {
    if (heard(instance) != heardBefore) {
      return false;
    }
    answered(instance, Outcome.NO_ANSWER);
    return true;
  }

  /** No connection to an instance could be opened: ejects it, if that was its own doing. */
  public void connectFailed(Instance instance, IOException cause) {
    if (OwnShortage.isIn(cause)) {
      log.isShort(cause);
      return;
    }
    eject(instance.name(), Phase.Cause.CONNECT, cause.toString());
  }

  /** A connection was opened: ends an ejection for want of one. */
  public void connected(Instance instance) {
    Standing standing = view.get().standing(instance.name());
    if (standing != null && isOutForConnections(standing.phase())) {
      heal(instance.name());
    }
  }

  private static boolean isOutForConnections(Phase phase) {
    return switch (phase) {
      case Phase.Ejected ejected -> ejected.cause() == Phase.Cause.CONNECT;
      case Phase.Probing probing -> probing.cause() == Phase.Cause.CONNECT;
      case Phase.Serving _, Phase.Trial _ -> false;
    };
  }

  private void trialWentWell(String name) {
    change(name, before -> Transitions.trialWentWell(before, clock.millis()), "Instance in use.");
  }

  private void heal(String name) {
    change(name, before -> Transitions.healed(before, clock.millis()), "Instance in use.");
  }

  private void eject(String name, Phase.Cause cause, String reason) {
    HealthConfig.Outliers limits = view.get().settings().outliers();
    change(
        name,
        before -> Transitions.ejected(before, cause, limits, clock.millis()),
        "Instance ejected. cause=%s reason=%s".formatted(cause.label(), reason));
  }

  /** Changes one instance, and says so if its state is another one then. */
  private void change(String name, UnaryOperator<Standing> change, String event) {
    while (true) {
      View before = view.get();
      View after = before.with(name, change, clock.millis());
      if (after.equals(before)) {
        return;
      }
      if (view.compareAndSet(before, after)) {
        log.changed(before, after, name, event);
        return;
      }
    }
  }

  /** What time brings: probes that are due, and further steps of slow starts. */
  public List<DueProbe> tick() {
    long now = clock.millis();
    while (true) {
      View before = view.get();
      List<DueProbe> due = new ArrayList<>();
      Map<String, Standing> next = new LinkedHashMap<>();
      before
          .standings()
          .forEach((name, standing) ->
              next.put(name, Transitions.tick(standing, before.settings(), now, due::add)));
      if (view.compareAndSet(before, View.of(before.settings(), next, now))) {
        return due;
      }
    }
  }

  /** A new interval of the rate of failures begins. */
  public void beginInterval() {
    view.get().standings().values().forEach(standing -> standing.count().beginInterval());
  }

  /** How often {@link #beginInterval} is to be called. */
  public Duration interval() {
    return view.get().settings().outliers().rate().interval();
  }

  /** The result of a probe that {@link #tick} gave. */
  public void probed(DueProbe probe, DueProbe.Result result) {
    HealthConfig settings = view.get().settings();
    change(
        probe.instance().name(),
        before -> Transitions.probed(before, probe, result, settings, clock.millis()),
        "Instance probed. result=" + result);
  }

  /** Takes an instance out for clients, or back in. False if there is none of that name. */
  public boolean drain(String name, boolean out) {
    Standing.Drain wanted = out ? Standing.Drain.YES : Standing.Drain.NO;
    return set(name, before -> Transitions.drained(before, wanted, clock.millis()));
  }

  /**
   * Gives an instance another weight, until the next reload. False if there is none of the name.
   */
  public boolean weigh(String name, int weight) {
    return set(name, before -> Transitions.weighed(before, weight, clock.millis()));
  }

  private boolean set(String name, UnaryOperator<Standing> change) {
    if (view.get().standing(name) == null) {
      return false;
    }
    change(name, change, "Instance changed.");
    return true;
  }

  /** Other instances and settings: those that stay keep their standing, others begin slowly. */
  public void become(List<Instance> instances, HealthConfig settings) {
    long now = clock.millis();
    while (true) {
      View before = view.get();
      Map<String, Standing> next = new LinkedHashMap<>();
      for (Instance instance : instances) {
        next.put(instance.name(), kept(before.standing(instance.name()), instance, now));
      }
      View after = View.of(settings, next, now);
      if (view.compareAndSet(before, after)) {
        log.panicked(before, after);
        return;
      }
    }
  }

  private static Standing kept(@Nullable Standing before, Instance instance, long now) {
    return before != null && before.instance().isWhere(instance)
        ? Transitions.weighed(before, instance.weight(), now)
        : Standing.serving(instance, now);
  }

  /** All instances, in the order of the configuration. */
  public List<State> states() {
    return view.get().standings().values().stream()
        .map(standing ->
            new State(
                standing.instance(), standing.label(), standing.drain() == Standing.Drain.YES))
        .toList();
  }
}
