package io.matapalo.fastpath;

import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.Meters;
import io.matapalo.fastpath.telemetry.StatementLabels;
import io.matapalo.router.PoolUse;
import io.matapalo.router.ReplicaRouter;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** All that is measured, as text for Prometheus. Thread-safe. */
final class Metrics {

  private static final String POOL = "fastpath.pool.connections";

  private final PrometheusMeterRegistry registry;
  private final Meters meters;

  Metrics(Counters counters, InstantSource clock, LongSupplier nanoTicker) {
    this.registry =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock(clock, nanoTicker));
    this.meters = new Meters(registry, counters);
  }

  Meters meters() {
    return meters;
  }

  /** The pools of {@code router} are shown from now on. */
  void watch(ReplicaRouter router) {
    for (PoolUse pool : router.pools()) {
      gauge("in-use", pool.node(), router, PoolUse::inUse);
      gauge("idle", pool.node(), router, PoolUse::idle);
      gauge("waiting", pool.node(), router, PoolUse::waiting);
    }
  }

  private void gauge(
      String state, String node, ReplicaRouter router, ToIntFunction<PoolUse> value) {
    Gauge.builder(POOL, router, observed -> valueOf(observed, node, value))
        .description("Connections of a node's pool, and threads that wait for one")
        .tag("node", node)
        .tag("state", state)
        .register(registry);
  }

  private static int valueOf(ReplicaRouter router, String node, ToIntFunction<PoolUse> value) {
    return router.pools().stream().filter(pool -> pool.node().equals(node)).mapToInt(value).sum();
  }

  /** What was measured, what the recorder counted, and what became of units of work. */
  String text(StatementLabels labels, ReplicaRouter router) {
    return registry.scrape() + labels.metrics() + router.transactionMetrics().prometheusText();
  }

  private static Clock clock(InstantSource clock, LongSupplier nanoTicker) {
    return new Clock() {
      @Override
      public long wallTime() {
        return clock.millis();
      }

      @Override
      public long monotonicTime() {
        return nanoTicker.getAsLong();
      }
    };
  }
}
