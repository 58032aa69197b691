package io.matapalo.router.bench;

import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./matapalo bench router}: starts a primary with a replica, counts round trips, then
 * measures all contenders in many short rounds of one process, in another order each round, so that
 * each meets the same weather; with {@code forks} JMH measures them, a fork each. Prints one table
 * and writes it to a file.
 */
public final class RouterBench {

  private static final int COUNTED = 500;
  private static final long SEED = 20_260_101L;
  private static final Map<String, String> QUIET = Map.of("health.interval", "1m");

  private final BenchServers servers;
  private final Path serversFile;
  private final Questions counting;
  private final Map<Contender, Double> trips = new EnumMap<>(Contender.class);
  private final Map<Contender, List<Measured>> rounds = new EnumMap<>(Contender.class);

  private RouterBench(BenchServers servers, Path serversFile, Questions counting) {
    this.servers = servers;
    this.serversFile = serversFile;
    this.counting = counting;
  }

  /** What one fork told. */
  record Measured(double medianNanos, double bytes) {}

  /** Arguments: number of rounds (default 40), then {@code forks} to let JMH measure. */
  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? roundsIn(args[0]) : 40;
    boolean forks = args.length > 1 && args[1].equals("forks");
    if (args.length > 2 || (args.length == 2 && !forks)) {
      throw new IllegalArgumentException(
          "after the number of rounds there may be forks and nothing else, was " + args[1]);
    }
    Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "servers");
    try (ReplicaSet set = ReplicaSet.start(ServerConfig.inFolder(folder), 1)) {
      set.createDatabase("shop");
      RouterBench bench = prepared(set, folder);
      for (Contender contender : Contender.values()) {
        bench.countTrips(contender);
      }
      if (forks) {
        bench.forkedRounds(count);
      } else {
        bench.rounds.putAll(new InterleavedRounds(bench.servers).run(count, SEED));
      }
      String text = new RouterTable(bench.trips, bench.rounds).text();
      System.out.print(text);
      Files.writeString(Path.of("router.md"), text);
    }
  }

  private static int roundsIn(String text) {
    if (!text.matches("[1-9]\\d{0,2}|1000")) {
      throw new IllegalArgumentException("the number of rounds must be 1 to 1000, was " + text);
    }
    return Integer.parseInt(text);
  }

  private static RouterBench prepared(ReplicaSet set, Path folder)
      throws IOException, SQLException {
    MariaDbNode primary = set.primary();
    MariaDbNode replica = set.replicas().getFirst();
    String url = primary.jdbcUrl("shop");
    try (Connection connection = DriverManager.getConnection(url, set.user(), set.password());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table item (id int primary key, name varchar(2000))");
      statement.executeUpdate("insert into item values (1, 'one'), (2, 'two')");
    }
    set.awaitCaughtUp(Duration.ofSeconds(30));
    String tail = url.substring(url.indexOf('?') + 1);
    BenchServers servers =
        new BenchServers(primary.port(), replica.port(), set.user(), set.password(), tail);
    Path file = folder.resolve("servers.properties");
    servers.write(file);
    Questions counting =
        Questions.of(List.of(url, replica.jdbcUrl("shop")), set.user(), set.password());
    return new RouterBench(servers, file, counting);
  }

  /** What the servers say they were asked, with the watching of ours nearly off. */
  private void countTrips(Contender contender) throws Exception {
    if (!contender.path().needsServers()) {
      return;
    }
    RouterBenchmark benchmark = new RouterBenchmark();
    benchmark.open(contender, servers, QUIET);
    try {
      for (int i = 0; i < COUNTED; i++) {
        benchmark.operation();
      }
      long asked =
          counting.askedBy(() -> {
            for (int i = 0; i < COUNTED; i++) {
              benchmark.operation();
            }
          });
      trips.put(contender, asked / (double) COUNTED);
    } finally {
      benchmark.close();
    }
  }

  private void forkedRounds(int count) throws RunnerException {
    Random order = new Random(SEED);
    for (int round = 1; round <= count; round++) {
      round(round, order);
    }
  }

  private void round(int number, Random order) throws RunnerException {
    List<Contender> shuffled = new ArrayList<>(List.of(Contender.values()));
    Collections.shuffle(shuffled, order);
    for (Contender contender : shuffled) {
      Measured measured = measure(contender);
      rounds.computeIfAbsent(contender, none -> new ArrayList<>()).add(measured);
      System.out.printf(
          "round %d  %-48s %9.0f ns%n", number, contender.title(), measured.medianNanos());
    }
  }

  private Measured measure(Contender contender) throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include(RouterBenchmark.class.getName() + ".operation")
                    .param("contender", contender.name())
                    .forks(1)
                    .addProfiler("gc")
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .jvmArgsAppend("-D" + BenchServers.FILE + "=" + serversFile)
                    .build())
            .runSingle();
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return new Measured(
        result.getPrimaryResult().getStatistics().getPercentile(50),
        bytes == null ? Double.NaN : bytes.getScore());
  }
}
