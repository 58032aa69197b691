package io.matapalo.router.freshness;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.tracking.SessionStateTracker;
import io.matapalo.router.freshness.tracking.Tracker;
import io.matapalo.testkit.mysql.MySql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writers that number their own rows, and remember the position that each commit was told. They
 * stop when closed; only then may positions be asked for.
 */
final class PositionWriters implements AutoCloseable {
  private final ExecutorService threads;
  private final List<Future<List<GtidSet>>> writers = new ArrayList<>();
  private final List<List<GtidSet>> positions = new ArrayList<>();
  private volatile boolean stopped;

  private PositionWriters(int count) {
    threads = Executors.newFixedThreadPool(count);
  }

  /** One writer a server given; a server may be given several times. Writer 0 is the first. */
  static PositionWriters start(List<MySql> servers) {
    PositionWriters all = new PositionWriters(servers.size());
    for (int writer = 0; writer < servers.size(); writer++) {
      int number = writer;
      Callable<List<GtidSet>> work = () -> all.write(servers.get(number), number);
      all.writers.add(all.threads.submit(work));
    }
    return all;
  }

  private List<GtidSet> write(MySql server, int writer) throws SQLException {
    List<GtidSet> told = new ArrayList<>();
    try (Connection connection = server.connect("shop");
        PreparedStatement insert =
            connection.prepareStatement("insert into numbered values (?, ?)")) {
      Tracker tracker = SessionStateTracker.follow(connection, Dialect.MYSQL).orElseThrow();
      while (!stopped) {
        insert.setInt(1, writer);
        insert.setInt(2, told.size());
        insert.executeUpdate();
        told.add(tracker.take().orElseThrow());
      }
    }
    return told;
  }

  /** Stops the writers, and throws what one of them has met. */
  void stop() throws ExecutionException, InterruptedException {
    stopped = true;
    for (Future<List<GtidSet>> writer : writers) {
      positions.add(writer.get());
    }
  }

  int count() {
    return writers.size();
  }

  /** How many rows a writer has stored. */
  int rowsOf(int writer) {
    return positions.get(writer).size();
  }

  GtidSet position(int writer, int row) {
    return positions.get(writer).get(row);
  }

  @Override
  public void close() {
    stopped = true;
    threads.close();
  }
}
