package io.matapalo.router.proof;

import io.matapalo.router.proof.Books.Entry;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** One run of conflicting units of work by all instances. Single-threaded. */
final class ConflictRun {
  static final int CLIENTS_OF_AN_INSTANCE = 3;
  static final long START = 1_000_000;
  private static final Duration GRACE = Duration.ofMinutes(3);

  private final Topology nodes;
  private final Instances instances;
  private final Path folder;

  /** How units are run. */
  record Plan(String name, Duration length, int attempts, Duration deadline, long seed) {}

  /** What a caller was told of a unit: OK, UNKNOWN or ERROR, and more. */
  record Told(String unit, String what, String more) {

    /** Whether retries ended by attempts, deadline or budget; all was rolled back. */
    boolean endedByALimit() {
      return Stream.of("ATTEMPTS ", "DEADLINE ", "BUDGET ").anyMatch(more::startsWith);
    }
  }

  ConflictRun(Topology nodes, Instances instances, Path folder) {
    this.nodes = nodes;
    this.instances = instances;
    this.folder = folder;
  }

  /** Makes the tables anew, on all nodes. */
  void prepare() throws SQLException {
    try (Connection connection = connect(nodes.nodes().getFirst());
        Statement statement = connection.createStatement()) {
      for (String table : List.of("account", "counter", "ledger", "matapalo_outcome")) {
        statement.execute("drop table if exists " + table);
      }
      for (String table : List.of("account", "counter")) {
        statement.execute(
            "create table %s (id int primary key, value bigint not null)".formatted(table));
      }
      statement.execute(
          "create table ledger (unit varchar(60) primary key, source int not null,"
              + " target int not null, amount int not null)");
      statement.execute(Application.outcomeTable());
      for (int id = 0; id < ConflictWork.ACCOUNTS; id++) {
        statement.execute("insert into account values (%d, %d)".formatted(id, START));
      }
      for (int id = 0; id < ConflictWork.COUNTERS; id++) {
        statement.execute("insert into counter values (%d, 0)".formatted(id));
      }
    }
    nodes.awaitCaughtUp(GRACE);
  }

  /** Runs the load, and {@code meanwhile} on this thread; answers what every caller was told. */
  List<Told> run(Plan plan, Runnable meanwhile)
      throws IOException, InterruptedException, ExecutionException {
    List<Path> files = new ArrayList<>();
    List<Future<Message>> answers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      long end = System.nanoTime() + plan.length().toNanos();
      for (Instance instance : instances.all()) {
        for (int i = 0; i < CLIENTS_OF_AN_INSTANCE; i++) {
          int client = files.size() + 1;
          Path file = folder.resolve("%s-%d.units".formatted(plan.name(), client));
          files.add(file);
          Object[] question = {
            "do",
            "run",
            "run",
            plan.name(),
            "client",
            client,
            "attempts",
            plan.attempts(),
            "deadline",
            plan.deadline().toMillis(),
            "seed",
            plan.seed(),
            "end",
            end,
            "file",
            file
          };
          answers.add(executor.submit(() -> instance.ask(plan.length().plus(GRACE), question)));
        }
      }
      meanwhile.run();
    }
    for (Future<Message> answer : answers) {
      answer.get();
    }
    return read(files);
  }

  private static List<Told> read(List<Path> files) throws IOException {
    List<Told> told = new ArrayList<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", 3);
        told.add(new Told(words[0], words[1], words.length > 2 ? words[2] : ""));
      }
    }
    return told;
  }

  /** What a node's tables say, once it has all that the group has committed. */
  Books books(DatabaseNode node) throws SQLException {
    nodes.awaitCaughtUp(node, GRACE);
    try (Connection connection = connect(node);
        Statement statement = connection.createStatement()) {
      List<Entry> ledger = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery("select unit, source, target, amount from ledger")) {
        while (row.next()) {
          ledger.add(new Entry(row.getString(1), row.getInt(2), row.getInt(3), row.getInt(4)));
        }
      }
      return new Books(START, values(statement, "account"), values(statement, "counter"), ledger);
    }
  }

  private static Map<Integer, Long> values(Statement statement, String table) throws SQLException {
    Map<Integer, Long> values = new HashMap<>();
    try (ResultSet row = statement.executeQuery("select id, value from " + table)) {
      while (row.next()) {
        values.put(row.getInt(1), row.getLong(2));
      }
    }
    return values;
  }

  private Connection connect(DatabaseNode node) throws SQLException {
    return DriverManager.getConnection(
        node.jdbcUrl(Application.DATABASE), nodes.user(), nodes.password());
  }
}
