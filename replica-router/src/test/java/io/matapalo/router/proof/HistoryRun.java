package io.matapalo.router.proof;

import io.matapalo.router.proof.history.HistoryChecker;
import io.matapalo.router.proof.history.HistoryLine;
import io.matapalo.router.proof.history.HistoryReport;
import io.matapalo.router.proof.history.HistoryTransaction;
import io.matapalo.router.proof.history.HistoryTransaction.Outcome;
import io.matapalo.router.proof.history.Operation;
import io.matapalo.router.proof.history.Operation.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** One history on one topology: made by all instances at once, then checked. Single-threaded. */
final class HistoryRun {
  private static final int CLIENTS_OF_AN_INSTANCE = 2;
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Instances instances;
  private final Path folder;
  private final Connection everything;
  private final Runnable caughtUp;

  /** What one history was made with and what was found. */
  record Result(int isolation, Guard guard, int ok, int fail, int info, HistoryReport report) {}

  /**
   * @param instances {@link HistoryWork}, opened
   * @param everything sees what all of them have committed, after {@code caughtUp}
   */
  HistoryRun(Instances instances, Path folder, Connection everything, Runnable caughtUp) {
    this.instances = instances;
    this.folder = folder;
    this.everything = everything;
    this.caughtUp = caughtUp;
  }

  Result run(int isolation, Guard guard, Duration length, long seed)
      throws SQLException, IOException, InterruptedException, ExecutionException {
    List<Path> files = new ArrayList<>();
    List<Future<Message>> answers = new ArrayList<>();
    long begin = System.nanoTime();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Instance instance : instances.all()) {
        for (int i = 0; i < CLIENTS_OF_AN_INSTANCE; i++) {
          int client = files.size() + 1;
          Path file = folder.resolve("%s-%s-%d.history".formatted(isolation, guard, client));
          files.add(file);
          Map<String, Object> asked = question(instance, isolation, guard, file);
          asked.put("client", client);
          asked.put("seed", seed);
          asked.put("begin", begin);
          asked.put("end", begin + length.toNanos());
          answers.add(executor.submit(() -> instance.ask(length.plus(GRACE), words(asked))));
        }
      }
    }
    int[] counts = new int[3];
    for (Future<Message> answer : answers) {
      counts[0] += answer.get().integer("ok");
      counts[1] += answer.get().integer("fail");
      counts[2] += answer.get().integer("info");
    }
    List<HistoryTransaction> history = read(files);
    history.add(finalRead());
    HistoryReport report = HistoryChecker.check(history);
    return new Result(isolation, guard, counts[0], counts[1], counts[2], report);
  }

  private static Map<String, Object> question(
      Instance instance, int isolation, Guard guard, Path file) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("do", "run");
    asked.put("instance", instance.name());
    asked.put("isolation", isolation);
    asked.put("guard", guard);
    asked.put("file", file);
    return asked;
  }

  private static Object[] words(Map<String, Object> asked) {
    return asked.entrySet().stream()
        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
        .toArray();
  }

  /** Makes empty lists, as many as a history of that length may need. */
  void prepareLists(Duration length) throws SQLException {
    long lists =
        (length.plus(GRACE).toNanos() / HistoryWork.WINDOW_NANOS + 1)
            * HistoryWork.KEYS_OF_A_WINDOW;
    try (Statement statement = everything.createStatement()) {
      statement.execute("drop table if exists list");
      statement.execute(
          "create table list (k int primary key, v mediumtext not null,"
              + " version int not null default 0) engine=InnoDB");
    }
    try (PreparedStatement insert =
        everything.prepareStatement("insert into list (k, v) values (?, '')")) {
      for (int key = 0; key < lists; key++) {
        insert.setInt(1, key);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static List<HistoryTransaction> read(List<Path> files) throws IOException {
    List<HistoryTransaction> history = new ArrayList<>();
    for (Path file : files) {
      Files.readAllLines(file).forEach(line -> history.add(HistoryLine.parse(line)));
    }
    return history;
  }

  private HistoryTransaction finalRead() throws SQLException {
    List<Operation> reads = new ArrayList<>();
    caughtUp.run();
    long begun = System.nanoTime();
    try (Statement statement = everything.createStatement();
        ResultSet row = statement.executeQuery("select k, v from list where v <> '' order by k")) {
      while (row.next()) {
        reads.add(new Read(row.getInt(1), HistoryLine.elements(row.getString(2))));
      }
    }
    return new HistoryTransaction("end", Outcome.OK, begun, System.nanoTime(), reads);
  }
}
