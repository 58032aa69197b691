package io.matapalo.recorder.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.matapalo.recorder.SqlRecorder;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Counts the bytes of objects that the recorder makes for a statement: prepare, bind one value,
 * execute, read the one row, close. Bytes are the same on each machine, where times are not. None
 * of them is left to the compiler: it may only save some.
 */
final class RecordedBytesTest {

  private static final int REQUESTS = 60;
  private static final int STATEMENTS_OF_A_REQUEST = 100;

  /**
   * With references of four bytes: 48 of the statement, which holds its value, 24 of the result, 32
   * of the tally and 16 of the view of the unit are 120. The unit's log has 44 and, as it grows in
   * blocks, 16 more: 180 in all. A further object, of 16 at least, would be past the bound.
   */
  private static final long MOST_BYTES = 190;

  /**
   * The arguments of the driver's latest call. They are kept, or else a compiler could save their
   * array on one side of the comparison only.
   */
  private final @Nullable Object[] given = new @Nullable Object[1];

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aStatementCostsFewObjects() throws Exception {
    long bare = leastBytes("RecordedBytesTest.bare", driver());
    long recorded = leastBytes("RecordedBytesTest.recorded", CountingConnections.around(driver()));

    assertThat(recorded - bare).isBetween(1L, MOST_BYTES * bytesOfAReference() / 4);
    assertThat(SqlRecorder.snapshotJson())
        .contains(
            "\"operation\":\"RecordedBytesTest.recorded\",\"requests\":%d,\"statements\":{\"select\":%d,"
                .formatted(REQUESTS, REQUESTS * STATEMENTS_OF_A_REQUEST));
  }

  /** Of a statement: the least of many requests, because most look at no call sites. */
  private long leastBytes(String operation, Connection connection) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < REQUESTS; i++) {
      least = Math.min(least, SqlRecorder.record(operation, () -> bytesOfARequest(connection)));
    }
    return least / STATEMENTS_OF_A_REQUEST;
  }

  private long bytesOfARequest(Connection connection) throws SQLException {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < STATEMENTS_OF_A_REQUEST; i++) {
      read(connection);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static void read(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select name from item where id = ?")) {
      statement.setInt(1, 1);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || !row.getString(1).equals("name")) {
          throw new AssertionError("the driver's row is not what is read");
        }
      }
    }
  }

  /** Four, or eight where the heap is large. */
  private long bytesOfAReference() {
    long before = threads.getCurrentThreadAllocatedBytes();
    Object[] references = new Object[1_000];
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    return bytes / references.length;
  }

  private Connection driver() {
    ResultSet row = fake(ResultSet.class, Map.of("next", true, "getString", "name"));
    PreparedStatement statement = fake(PreparedStatement.class, Map.of("executeQuery", row));
    return fake(Connection.class, Map.of("prepareStatement", statement));
  }

  private <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              given[0] = arguments;
              return answers.get(method.getName());
            }));
  }
}
