package io.matapalo.proxy.admin;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import io.matapalo.proxy.cutover.Side;
import io.matapalo.proxy.exchange.OpenRequests;
import io.matapalo.proxy.health.Members;
import io.matapalo.proxy.resilience.CircuitBreaker;
import io.matapalo.proxy.routing.RoutingDecision;
import io.matapalo.proxy.telemetry.AccessLog;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.matapalo.proxy.upstream.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/** The counters and gauges of the proxy in the text format of Prometheus. Thread-safe. */
public final class MetricsPage {

  /** Version 0.0.4 of the text format. */
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final OperationCatalogue catalogue;
  private final RoutingCounters counters;
  private final OpenRequests open;
  private final Map<String, Cluster> clusters;

  /** A page of these. */
  public MetricsPage(
      OperationCatalogue catalogue,
      RoutingCounters counters,
      OpenRequests open,
      Map<String, Cluster> clusters) {
    this.catalogue = catalogue;
    this.counters = counters;
    this.open = open;
    this.clusters = Map.copyOf(clusters);
  }

  String text() {
    StringBuilder page = new StringBuilder(4_096);
    byOperation(page, "requests", RoutingCounters.Tally::requests);
    byOperation(page, "server_errors", RoutingCounters.Tally::serverErrors);
    byOperation(page, "aborted", RoutingCounters.Tally::abortedCount);
    byOperation(page, "declined", RoutingCounters.Tally::declinedCount);
    byOperation(page, "retried", RoutingCounters.Tally::retriedCount);
    single(page, "proxy_refused_total", "counter", counters.refusedCount());
    single(page, "proxy_action_contradictions_total", "counter", counters.contradictionCount());
    single(page, "proxy_open_requests", "gauge", open.count());
    single(
        page,
        "proxy_access_log_dropped_total",
        "counter",
        open.log().map(AccessLog::dropped).orElse(0L));
    times(page);
    byCluster(page, "in_use", cluster -> cluster.admission().inUse());
    byCluster(page, "waiting", cluster -> cluster.admission().waiting());
    byCluster(page, "limit", cluster -> cluster.admission().limit());
    breakers(page);
    instances(page);
    return page.toString();
  }

  private void byOperation(
      StringBuilder page, String name, ToLongFunction<RoutingCounters.Tally> count) {
    String metric = "proxy_operation_%s_total".formatted(name);
    type(page, metric, "counter");
    List<String> operations = new ArrayList<>();
    catalogue.operations().stream().map(Operation::name).forEach(operations::add);
    operations.add(RoutingDecision.UNIDENTIFIED);
    for (String operation : operations) {
      for (Side side : Side.values()) {
        String labels = "operation=\"%s\",side=\"%s\"".formatted(escaped(operation), side.label());
        sample(page, metric, labels, count.applyAsLong(counters.of(operation, side)));
      }
    }
  }

  private void times(StringBuilder page) {
    String metric = "proxy_request_seconds";
    type(page, metric, "histogram");
    long[] count = new long[1];
    open.times()
        .read((bound, upTo) -> {
          String label = Double.isInfinite(bound) ? "+Inf" : Double.toString(bound);
          sample(page, metric + "_bucket", "le=\"%s\"".formatted(label), upTo);
          count[0] = upTo;
        });
    page.append(metric).append("_sum ").append(open.times().sumSeconds()).append('\n');
    page.append(metric).append("_count ").append(count[0]).append('\n');
  }

  private void byCluster(StringBuilder page, String name, ToLongFunction<Cluster> value) {
    String metric = "proxy_cluster_" + name;
    type(page, metric, "gauge");
    clusters.forEach((cluster, it) ->
        sample(page, metric, "cluster=\"%s\"".formatted(escaped(cluster)), value.applyAsLong(it)));
  }

  private void breakers(StringBuilder page) {
    String state = "proxy_circuit_breaker_state";
    String opened = "proxy_circuit_breaker_opened_total";
    type(page, state, "gauge");
    breakers((label, breaker) ->
        sample(page, state, "%s,state=\"%s\"".formatted(label, breaker.state()), 1));
    type(page, opened, "counter");
    breakers((label, breaker) -> sample(page, opened, label, breaker.openedCount()));
  }

  private void breakers(BiConsumer<String, CircuitBreaker> each) {
    clusters.forEach((cluster, it) ->
        it.protection()
            .breaker()
            .ifPresent(
                breaker -> each.accept("cluster=\"%s\"".formatted(escaped(cluster)), breaker)));
  }

  private void instances(StringBuilder page) {
    String metric = "proxy_instance_state";
    type(page, metric, "gauge");
    clusters.forEach((cluster, it) -> {
      for (Members.State state : it.members().states()) {
        String labels =
            "cluster=\"%s\",instance=\"%s\",state=\"%s\""
                .formatted(
                    escaped(cluster),
                    escaped(state.instance().name()),
                    state.isDrained() ? "drained" : state.state());
        sample(page, metric, labels, 1);
      }
    });
  }

  private static void single(StringBuilder page, String metric, String type, long value) {
    type(page, metric, type);
    page.append(metric).append(' ').append(value).append('\n');
  }

  private static void type(StringBuilder page, String metric, String type) {
    page.append("# TYPE ").append(metric).append(' ').append(type).append('\n');
  }

  private static void sample(StringBuilder page, String metric, String labels, long value) {
    page.append(metric).append('{').append(labels).append("} ").append(value).append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
