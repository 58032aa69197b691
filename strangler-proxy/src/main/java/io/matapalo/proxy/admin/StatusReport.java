package io.matapalo.proxy.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import io.matapalo.proxy.cutover.CutoverState;
import io.matapalo.proxy.cutover.CutoverSwitch;
import io.matapalo.proxy.cutover.CutoverTable;
import io.matapalo.proxy.cutover.Side;
import io.matapalo.proxy.health.Members;
import io.matapalo.proxy.routing.RoutingDecision;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.matapalo.proxy.telemetry.SqlCounts;
import io.matapalo.proxy.telemetry.SqlTally;
import io.matapalo.proxy.upstream.Cluster;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The state of the proxy as JSON. Thread-safe. */
public final class StatusReport {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final OperationCatalogue catalogue;
  private final CutoverSwitch cutover;
  private final RoutingCounters counters;
  private final LongSupplier openRequests;
  private final Supplier<Map<String, Cluster>> clusters;

  public StatusReport(
      OperationCatalogue catalogue,
      CutoverSwitch cutover,
      RoutingCounters counters,
      LongSupplier openRequests,
      Supplier<Map<String, Cluster>> clusters) {
    this.catalogue = catalogue;
    this.cutover = cutover;
    this.counters = counters;
    this.openRequests = openRequests;
    this.clusters = clusters;
  }

  /** One JSON object. */
  public String toJson() {
    CutoverState state = cutover.state();
    ObjectNode root = MAPPER.createObjectNode();
    root.put("snapshot-version", state.table().version());
    ObjectNode file = root.putObject("cutover-file");
    switch (state.fileState()) {
      case CutoverState.Good _ -> file.put("state", "good");
      case CutoverState.Missing _ -> file.put("state", "missing");
      case CutoverState.Broken broken -> file.put("state", "broken").put("reason", broken.reason());
    }
    root.put("open-requests", openRequests.getAsLong());
    root.put("refused", counters.refusedCount());
    ObjectNode refusals = root.putObject("refusals");
    counters.refusals().forEach(refusals::put);
    root.put("unusual-targets", counters.unusualTargetCount());
    root.put("action-contradictions", counters.contradictionCount());
    ArrayNode operations = root.putArray("operations");
    for (Operation operation : catalogue.operations()) {
      operation(operations.addObject(), operation, state.table());
    }
    ObjectNode rest = operations.addObject().put("operation", RoutingDecision.UNIDENTIFIED);
    tally(rest.put("side", Side.LEGACY.label()), RoutingDecision.UNIDENTIFIED, Side.LEGACY);
    ObjectNode all = root.putObject("clusters");
    clusters.get().forEach((name, cluster) -> cluster(all.putObject(name), cluster));
    return root.toString();
  }

  private static void cluster(ObjectNode node, Cluster cluster) {
    node.put("in-use", cluster.admission().inUse())
        .put("waiting", cluster.admission().waiting())
        .put("limit", cluster.admission().limit());
    cluster
        .protection()
        .breaker()
        .ifPresent(breaker -> node.put("circuit-breaker", breaker.state()));
    ArrayNode instances = node.putArray("instances");
    for (Members.State state : cluster.members().states()) {
      instances
          .addObject()
          .put("name", state.instance().name())
          .put("state", state.state())
          .put("drained", state.isDrained())
          .put("weight", state.instance().weight());
    }
  }

  private void operation(ObjectNode node, Operation operation, CutoverTable table) {
    node.put("operation", operation.name()).put("side", table.side(operation).label());
    for (Side side : Side.values()) {
      tally(node, operation.name(), side);
    }
  }

  private void tally(ObjectNode node, String operation, Side side) {
    RoutingCounters.Tally tally = counters.of(operation, side);
    ObjectNode counts = node.putObject(side.label());
    counts
        .put("requests", tally.requests())
        .put("server-errors", tally.serverErrors())
        .put("aborted", tally.abortedCount())
        .put("declined", tally.declinedCount())
        .put("retried", tally.retriedCount());
    SqlTally sql = tally.sql();
    if (sql.answers() > 0) {
      ObjectNode told = counts.putObject("sql").put("answers", sql.answers());
      put(told.putObject("last"), sql.last());
      put(told.putObject("total"), sql.total());
    }
  }

  private static void put(ObjectNode node, SqlCounts counts) {
    counts.values().forEach((kind, value) -> node.put(kind.key(), value));
  }
}
