package io.matapalo.router.bench;

import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.freshness.MarkScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Borrow a connection, prepare a query, read its one row, give the connection back; under
 * autocommit, one thread. Run by {@link RouterBench}, contender by contender.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class RouterBenchmark {

  /** Which of {@link Contender}. */
  @Param("HIKARI")
  public String contender = "HIKARI";

  private Contender chosen = Contender.HIKARI;
  private Contender.Opened opened = InstantPool.plain();
  private Optional<String> mark = Optional.empty();

  /** For JMH. */
  public RouterBenchmark() {}

  /** Opens the contender. */
  @Setup
  public void open() throws Exception {
    open(Contender.valueOf(contender), BenchServers.read(), Map.of());
  }

  void open(Contender which, BenchServers servers, Map<String, String> settings) throws Exception {
    opened.closing().close();
    chosen = which;
    opened = which.open(servers, settings);
    mark = Optional.empty();
    if (which.path() == Contender.Path.MARKED) {
      mark = Contender.mark(opened.router().orElseThrow());
      if (mark.isEmpty()) {
        throw new IllegalStateException("a write gave no mark");
      }
    }
  }

  /** Closes it. */
  @TearDown
  public void close() throws Exception {
    opened.closing().close();
  }

  /** One operation. */
  @Benchmark
  public String operation() throws SQLException {
    if (chosen.path() != Contender.Path.MARKED) {
      return query();
    }
    ReplicaRouter router = opened.router().orElseThrow();
    MarkScope scope = router.marks().open(mark);
    try {
      return query();
    } finally {
      scope.close();
    }
  }

  private String query() throws SQLException {
    try (Connection connection = opened.source().getConnection()) {
      if (chosen.isToldAtEachBorrow()) {
        connection.setReadOnly(true);
      }
      try (PreparedStatement statement =
          connection.prepareStatement("select name from item where id = ?")) {
        statement.setInt(1, 1);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getString(1);
        }
      }
    }
  }
}
