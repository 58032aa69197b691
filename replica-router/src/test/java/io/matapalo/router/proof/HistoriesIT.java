package io.matapalo.router.proof;

import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.proof.HistoryRun.Result;
import io.matapalo.router.proof.history.Anomaly;
import io.matapalo.testkit.topology.Topology;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What docs/consistency.md promises of isolation, on real servers: six processes make histories of
 * list appends, and a checker finds none of what must not be. What may be is counted and printed.
 */
@Tag("deep")
@Tag("crowd")
final class HistoriesIT {
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("matapalo.histories.seconds", 12));
  private static final long SEED = Long.getLong("matapalo.seed", 20_261_122);

  /** Promised everywhere, at both levels, whatever the application does. */
  private static final Anomaly[] NEVER = {
    Anomaly.UNKNOWN_ELEMENT,
    Anomaly.DUPLICATE_ELEMENT,
    Anomaly.INCOMPATIBLE_ORDER,
    Anomaly.OWN_APPEND_MISSED,
    Anomaly.G0,
    Anomaly.G1A,
    Anomaly.G1B,
    Anomaly.G1C,
    Anomaly.LOST_APPEND
  };

  /** Promised of read-only transactions at REPEATABLE READ. */
  private static final Anomaly[] NEVER_OF_SNAPSHOTS = {
    Anomaly.UNREPEATABLE_READ_READ_ONLY, Anomaly.G_SINGLE_READ_ONLY
  };

  private static final ProofPage PAGE =
      new ProofPage(
          "histories",
          "pool 2, health.timeout %s, isolation and guard as said below; defaults otherwise"
              .formatted(Application.HEALTH_TIMEOUT));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  /** What the histories are made on. */
  enum Servers {
    SINGLE,
    PRIMARY_REPLICA,
    MULTI_PRIMARY;

    Topology start(Path folder) {
      return switch (this) {
        case SINGLE -> ProofServers.single(folder);
        case PRIMARY_REPLICA -> ProofServers.replicated(folder);
        case MULTI_PRIMARY -> ProofServers.multiPrimary(folder);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void noHistoryShowsWhatIsRuledOut(Servers kind) throws Exception {
    List<Result> results = new ArrayList<>();
    try (Topology servers = kind.start(folder.resolve("servers"))) {
      servers.createDatabase(Application.DATABASE);
      PAGE.servers(servers);
      try (Instances instances = Instances.start(6, 2, HistoryWork.class, folder);
          Connection everything = connect(servers)) {
        for (int isolation : List.of(TRANSACTION_READ_COMMITTED, TRANSACTION_REPEATABLE_READ)) {
          for (Guard guard : guards(isolation)) {
            results.add(history(servers, instances, everything, isolation, guard));
          }
        }
      }
    }
    tell(kind, results);
    for (Result result : results) {
      assertThat(result.ok()).as("committed").isGreaterThan(200);
      assertThat(result.report().among(NEVER)).as(result.toString()).isEmpty();
      if (result.isolation() == TRANSACTION_REPEATABLE_READ) {
        assertThat(result.report().among(NEVER_OF_SNAPSHOTS)).as(result.toString()).isEmpty();
      }
      if (!mayLoseUpdates(kind, result.guard())) {
        assertThat(result.report().among(Anomaly.LOST_UPDATE)).as(result.toString()).isEmpty();
      }
    }
    // The checker and the load see something at all.
    assertThat(results)
        .filteredOn(result -> result.guard() == Guard.NONE)
        .anySatisfy(result -> assertThat(result.report().among(Anomaly.LOST_UPDATE)).isNotEmpty());
    PAGE.holds();
  }

  private static List<Guard> guards(int isolation) {
    return Arrays.stream(Guard.values())
        .filter(guard ->
            guard != Guard.SNAPSHOT_ISOLATION
                || (isolation == TRANSACTION_REPEATABLE_READ && !ProofServers.areMySql()))
        .toList();
  }

  /** On Galera a snapshot does not keep an update from being lost: Jepsen's finding of 2026. */
  private static boolean mayLoseUpdates(Servers kind, Guard guard) {
    return guard == Guard.NONE
        || (guard == Guard.SNAPSHOT_ISOLATION && kind == Servers.MULTI_PRIMARY);
  }

  private Result history(
      Topology servers, Instances instances, Connection everything, int isolation, Guard guard)
      throws Exception {
    HistoryRun run = new HistoryRun(instances, folder, everything, () -> awaitCaughtUp(servers));
    run.prepareLists(LENGTH);
    awaitCaughtUp(servers);
    open(servers, instances);
    return run.run(isolation, guard, LENGTH, SEED);
  }

  private static void open(Topology servers, Instances instances) {
    Map<String, String> settings = Application.settings(servers, instances.names());
    settings.put("pool", "2");
    instances.openAll(settings);
  }

  private static void awaitCaughtUp(Topology servers) {
    servers.awaitCaughtUp(Duration.ofMinutes(1));
  }

  /** To the node that takes writes first. */
  private static Connection connect(Topology servers) throws Exception {
    return DriverManager.getConnection(
        servers.nodes().getFirst().jdbcUrl(Application.DATABASE),
        servers.user(),
        servers.password());
  }

  private static void tell(Servers kind, List<Result> results) {
    PAGE.line("## " + kind);
    PAGE.line("");
    PAGE.line(
        "Six processes, two clients each, %s for each history, seed %d.".formatted(LENGTH, SEED));
    PAGE.line("");
    PAGE.line("| isolation | guard | committed | rolled back | unknown | found |");
    PAGE.line("|---|---|---|---|---|---|");
    for (Result result : results) {
      PAGE.line(
          "| %s | %s | %d | %d | %d | %s |"
              .formatted(
                  result.isolation() == TRANSACTION_READ_COMMITTED
                      ? "READ COMMITTED"
                      : "REPEATABLE READ",
                  result.guard(),
                  result.ok(),
                  result.fail(),
                  result.info(),
                  result.report().line()));
    }
    PAGE.line("");
    results.forEach(result -> System.out.println(result.report()));
  }

  @AfterAll
  static void write() {
    PAGE.write(Servers.values().length);
  }
}
