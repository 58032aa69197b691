package io.matapalo.proxy.health;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.HealthConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All instances of a cluster at one moment, and what follows for requests. Immutable.
 *
 * @param standings by name, in the order of the configuration
 * @param all every instance, with the weight that it has now
 * @param usable those that clients may be sent to, with the part of their weight that counts; one
 *     that drains has weight 0
 * @param panics whether all are used because too many are out
 */
record View(
    HealthConfig settings,
    Map<String, Standing> standings,
    List<Instance> all,
    List<Instance> usable,
    boolean panics,
    boolean hasTrials) {

  private static final double FIRST_PART = 0.1;
  private static final int RAMP_STEPS = 20;

  static View of(HealthConfig settings, Map<String, Standing> standings, long nowMillis) {
    List<Standing> wanted = standings.values().stream().filter(Standing::isWanted).toList();
    long out = wanted.stream().filter(standing -> !standing.isFit()).count();
    boolean panics = out * 100 > (long) settings.outliers().panicThreshold() * wanted.size();
    Stream<Standing> used =
        wanted.isEmpty()
            ? Stream.empty()
            : standings.values().stream()
                .filter(standing -> standing.isFit() || (panics && standing.isWanted()));
    return new View(
        settings,
        Collections.unmodifiableMap(new LinkedHashMap<>(standings)),
        standings.values().stream().map(Standing::weighed).toList(),
        used.map(standing -> ramped(settings, standing, nowMillis)).toList(),
        panics,
        wanted.stream().anyMatch(standing -> standing.phase() instanceof Phase.Trial));
  }

  private static Instance ramped(HealthConfig settings, Standing standing, long nowMillis) {
    Instance instance = standing.weighed();
    long span = settings.slowStart().toMillis();
    // The ramp may begin a moment after this one: both read the clock.
    if (span == 0
        || !(standing.phase() instanceof Phase.Serving serving)
        || serving.rampFromMillis() == Long.MIN_VALUE
        || nowMillis - serving.rampFromMillis() >= span) {
      return instance;
    }
    // In steps, so that the list stays the same object for a while.
    double past = (double) Math.max(0, nowMillis - serving.rampFromMillis()) / span;
    double part = Math.floor(past * RAMP_STEPS) / RAMP_STEPS;
    return instance.ramped(Math.max(FIRST_PART, part));
  }

  @Nullable Standing standing(String name) {
    return standings.get(name);
  }

  /** The same with one instance changed, if it is there. */
  View with(String name, UnaryOperator<Standing> change, long nowMillis) {
    Standing before = standings.get(name);
    if (before == null) {
      return this;
    }
    Standing after = change.apply(before);
    if (after.equals(before)) {
      return this;
    }
    Map<String, Standing> next = new LinkedHashMap<>(standings);
    next.put(name, after);
    return of(settings, next, nowMillis);
  }
}
