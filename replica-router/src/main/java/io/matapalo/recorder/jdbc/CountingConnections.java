package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.SqlRecorder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import net.ttddyy.dsproxy.ConnectionInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.proxy.JdbcProxyFactory;
import net.ttddyy.dsproxy.proxy.ProxyConfig;
import net.ttddyy.dsproxy.proxy.ResultSetProxyLogicFactory;
import net.ttddyy.dsproxy.proxy.Stopwatch;
import net.ttddyy.dsproxy.proxy.jdk.JdkJdbcProxyFactory;

/**
 * Wraps connections so that the recorder hears of each statement, commit and rollback, failed ones
 * included: the server did the work. What a driver sends on its own (isolation, autocommit, {@code
 * isValid}) is not seen. Thread-safe; a connection stays as thread-safe as it was.
 */
public final class CountingConnections {

  private static final JdbcProxyFactory FACTORY = new WithCountedRows();

  private static final ProxyConfig CONFIG =
      ProxyConfig.Builder.create()
          .dataSourceName("matapalo")
          .jdbcProxyFactory(FACTORY)
          .queryListener(new StatementListener())
          .methodListener(new TransactionListener())
          // Only switches the wrapping on; the factory above makes the wrapper.
          .resultSetProxyLogicFactory(ResultSetProxyLogicFactory.DEFAULT)
          .stopwatchFactory(NanoStopwatch::new)
          // Asking for it would be a statement of our own.
          .retrieveIsolationLevel(false)
          .build();

  private CountingConnections() {}

  /** Counts a connection that took {@code nanos} to open; the one to use instead. */
  public static Connection opened(Connection connection, long nanos) {
    BestEffort.run(() -> SqlRecorder.countConnection(nanos));
    return around(connection);
  }

  static Connection around(Connection connection) {
    ConnectionInfo info = new ConnectionInfo();
    info.setDataSourceName("matapalo");
    return FACTORY.createConnection(connection, info, CONFIG);
  }

  /** Results are wrapped by hand: a reflective proxy would cost on each column of each row. */
  private static final class WithCountedRows extends JdkJdbcProxyFactory {

    @Override
    public ResultSet createResultSet(ResultSet rows, ConnectionInfo info, ProxyConfig config) {
      return new CountingResultSet(rows);
    }
  }

  /** The time of one call. Confined to the thread of the call. */
  private static final class NanoStopwatch implements Stopwatch {
    private long startedAt;

    @Override
    public Stopwatch start() {
      startedAt = NanoTime.now();
      return this;
    }

    @Override
    public long getElapsedTime() {
      return NanoTime.now() - startedAt;
    }
  }

  private static final class TransactionListener implements MethodExecutionListener {

    @Override
    public void beforeMethod(MethodExecutionContext call) {}

    @Override
    public void afterMethod(MethodExecutionContext call) {
      if (!(call.getTarget() instanceof Connection) || call.getTarget() instanceof Statement) {
        return;
      }
      String method = call.getMethod().getName();
      if (method.equals("commit")) {
        BestEffort.run(SqlRecorder::countCommit);
      } else if (method.equals("rollback") && call.getMethod().getParameterCount() == 0) {
        BestEffort.run(SqlRecorder::countRollback);
      }
    }
  }
}
