package io.matapalo.router.bench;

import com.example.shop.OrderBook;
import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.jdbc.RecordingDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time and bytes a statement: prepare, bind one value, execute, read one row, close, over
 * connections that answer at once. A request runs twenty statements, half of them repeats. Samples,
 * of which the median is told: it stands a machine that is not idle.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RecorderBenchmark {

  private static final int STATEMENTS = 20;

  /** Frames between the application and the request, as servers have them. */
  @Param({"20", "200"})
  public int depth;

  private final int[] ids = new int[STATEMENTS];
  private OrderBook plain = new OrderBook(InstantConnections.create());
  private OrderBook recorded = plain;

  /** For JMH. */
  public RecorderBenchmark() {}

  /** Half of the ids come twice. */
  @Setup
  public void prepare() throws SQLException {
    for (int i = 0; i < STATEMENTS; i++) {
      ids[i] = i / 2;
    }
    plain = new OrderBook(InstantConnections.create());
    recorded = new OrderBook(RecordingDataSource.around(source()).getConnection());
  }

  /** Without the recorder. */
  @Benchmark
  @OperationsPerInvocation(STATEMENTS)
  public List<String> without() throws Exception {
    return Depth.below(depth, () -> plain.names(ids));
  }

  /** Counts, digests, repeats; no call sites. */
  @Benchmark
  @Fork(value = 2, jvmArgsAppend = "-Dmatapalo.recorder.sites=off")
  @OperationsPerInvocation(STATEMENTS)
  public List<String> counted() throws Exception {
    return SqlRecorder.record("bench", () -> Depth.below(depth, () -> recorded.names(ids)));
  }

  /** The same, with call sites of each statement. */
  @Benchmark
  @Fork(value = 2, jvmArgsAppend = "-Dmatapalo.recorder.sites=1")
  @OperationsPerInvocation(STATEMENTS)
  public List<String> withSites() throws Exception {
    return SqlRecorder.record("bench", () -> Depth.below(depth, () -> recorded.names(ids)));
  }

  private static DataSource source() {
    Connection connection = InstantConnections.create();
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> connection);
  }
}
