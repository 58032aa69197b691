package io.matapalo.router.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.topology.PrimaryAndReplicas;
import io.matapalo.testkit.topology.Topology;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions that hop between six processes see their own writes and never go back in time, as long
 * as they carry their mark; without marks the same test sees them do both.
 */
@Tag("deep")
@Tag("crowd")
final class SessionGuaranteesIT {
  private static final int INSTANCES = 6;
  private static final int CHANNELS = 6;
  private static final int OPERATIONS = Integer.getInteger("matapalo.marks.operations", 100_000);
  private static final long SEED = Long.getLong("matapalo.seed", 20_261_122);
  private static final Duration DELAY = Duration.ofSeconds(2);
  private static final Duration SPELL = Duration.ofSeconds(6);
  private static final double WANTED_OFF_PRIMARY = 0.8;
  private static final Duration ASK = Duration.ofMinutes(1);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "pool", "6",
          "matapalo.marks.secret", "only for this proof, not a secret");

  // Else the placement has two of the six read on the primary.
  private static final String PLAN = "vm1:b,vm2:c,vm3:b,vm4:c,vm5:b,vm6:c";

  private static final ProofPage PAGE =
      new ProofPage(
          "marks",
          "pool 6, health.timeout %s, marks.secret set, marks as said below; plan %s on the primary and its replicas; defaults otherwise"
              .formatted(Application.HEALTH_TIMEOUT, PLAN));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void sessionsNeverGoBackInTimeWhileReplicasAreDelayed() throws Exception {
    try (PrimaryAndReplicas<?> servers = ProofServers.replicated(folder.resolve("servers"));
        Instances instances = Instances.start(INSTANCES, CHANNELS, MarkWork.class, folder)) {
      prepare(servers);
      head(
          "A primary and two replicas, both delayed by %s in spells of %s".formatted(DELAY, SPELL));

      open(servers, instances, "on");
      SessionLoad marked = new SessionLoad(instances, servers.primary().port(), OPERATIONS, SEED);
      marked.run(() -> spells(servers, marked));
      PAGE.line(marked.row("marks on"));
      String counts = counts(instances);

      open(servers, instances, "off");
      SessionLoad unmarked =
          new SessionLoad(instances, servers.primary().port(), OPERATIONS / 10, SEED);
      unmarked.run(() -> spells(servers, unmarked));
      PAGE.line(unmarked.row("marks off"));
      PAGE.line("");
      PAGE.line("Counted by the routers with marks on: " + counts);
      PAGE.line("");

      assertThat(marked.violations()).isEmpty();
      assertThat(marked.shareOffPrimary()).isGreaterThanOrEqualTo(WANTED_OFF_PRIMARY);
      assertThat(unmarked.violations()).isNotEmpty();
      PAGE.holds();
    }
  }

  @Test
  void sessionsNeverGoBackInTimeOnNodesThatAllTakeWrites() throws Exception {
    try (Topology servers = ProofServers.multiPrimary(folder.resolve("servers"));
        Instances instances = Instances.start(INSTANCES, CHANNELS, MarkWork.class, folder)) {
      prepare(servers);
      head(
          "Three nodes that all take writes (%s)"
              .formatted(ProofServers.areMySql() ? "Group Replication" : "Galera"));

      open(servers, instances, "on");
      SessionLoad marked = new SessionLoad(instances, 0, OPERATIONS / 5, SEED);
      marked.run(() -> {});
      PAGE.line(marked.row("marks on"));
      String counts = counts(instances);

      open(servers, instances, "off");
      SessionLoad unmarked = new SessionLoad(instances, 0, OPERATIONS / 10, SEED);
      unmarked.run(() -> {});
      PAGE.line(unmarked.row("marks off"));
      PAGE.line("");
      PAGE.line("Counted by the routers with marks on: " + counts);
      PAGE.line("");

      assertThat(marked.violations()).isEmpty();
      assertThat(unmarked.violations()).isNotEmpty();
      PAGE.holds();
    }
  }

  /** Delays the replicas, at once and again, and lets them catch up, until the load is over. */
  private static void spells(PrimaryAndReplicas<?> servers, SessionLoad load) {
    while (!load.isOver()) {
      load.behind();
      servers.delayReplicas(DELAY);
      await(load);
      servers.delayReplicas(Duration.ZERO);
      servers.awaitCaughtUp(ASK);
      load.caughtUp();
      await(load);
    }
  }

  private static void await(SessionLoad load) {
    long end = System.nanoTime() + SPELL.toNanos();
    Awaitility.await()
        .atMost(SPELL.plusSeconds(30))
        .until(() -> load.isOver() || System.nanoTime() > end);
  }

  private static void prepare(Topology servers) throws SQLException {
    PAGE.servers(servers);
    servers.createDatabase(Application.DATABASE);
    try (Connection connection =
            DriverManager.getConnection(
                servers.nodes().getFirst().jdbcUrl(Application.DATABASE),
                servers.user(),
                servers.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create table item (k int primary key, version bigint not null)");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into item values (?, 0)")) {
        for (int key = 0; key < SessionLoad.KEYS; key++) {
          insert.setInt(1, key);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
    servers.awaitCaughtUp(ASK);
  }

  private static void open(Topology servers, Instances instances, String marks) {
    Map<String, String> settings = Application.settings(servers, instances.names());
    settings.putAll(SETTINGS);
    if (servers instanceof PrimaryAndReplicas) {
      settings.put("matapalo.plan", PLAN);
    }
    settings.put("matapalo.marks", marks);
    instances.openAll(settings);
  }

  private static void head(String what) {
    PAGE.line("## " + what);
    PAGE.line("");
    PAGE.line(
        "Six processes; sessions hop between them with each operation; seed %d.".formatted(SEED));
    PAGE.line("");
    PAGE.line(
        "| | reads | writes | violations | marked reads off the primary at normal lag | in spells |");
    PAGE.line("|---|---|---|---|---|---|");
  }

  /** What the routers of all instances counted, summed up. */
  private static String counts(Instances instances) {
    Map<String, Long> sums = new TreeMap<>();
    instances
        .askAll(ASK, instance -> new Object[] {"do", "counts"})
        .forEach(answer ->
            answer
                .fields()
                .forEach((event, count) -> sums.merge(event, Long.parseLong(count), Long::sum)));
    sums.values().removeIf(count -> count == 0);
    return sums.toString();
  }

  @AfterAll
  static void write() {
    PAGE.write(2);
  }
}
