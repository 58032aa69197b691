package io.matapalo.router.jdbc;

import io.matapalo.router.recorder.SqlRecorder;
import io.matapalo.router.recorder.Verb;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import net.ttddyy.dsproxy.ConnectionInfo;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.proxy.JdbcProxyFactory;
import net.ttddyy.dsproxy.proxy.ProxyConfig;

/**
 * Wraps connections so that the recorder hears of each statement and commit, failed ones included:
 * the server did the work. What a driver sends on its own (isolation, autocommit, {@code isValid})
 * is not seen. Thread-safe; a connection stays as thread-safe as it was.
 */
final class CountingConnections {

  private static final ProxyConfig CONFIG =
      ProxyConfig.Builder.create()
          .dataSourceName("matapalo")
          .queryListener(new CountStatements())
          .methodListener(new CountCommits())
          // Asking for it would be a statement of our own.
          .retrieveIsolationLevel(false)
          .build();

  private CountingConnections() {}

  static Connection around(Connection connection) {
    ConnectionInfo info = new ConnectionInfo();
    info.setDataSourceName("matapalo");
    return JdbcProxyFactory.DEFAULT.createConnection(connection, info, CONFIG);
  }

  private static final class CountStatements implements QueryExecutionListener {

    @Override
    public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {}

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
      for (QueryInfo query : queries) {
        int times = execution.isBatch() ? query.getParametersList().size() : 1;
        SqlRecorder.countStatements(Verb.of(query.getQuery()), Math.max(1, times));
      }
    }
  }

  private static final class CountCommits implements MethodExecutionListener {

    @Override
    public void beforeMethod(MethodExecutionContext call) {}

    @Override
    public void afterMethod(MethodExecutionContext call) {
      boolean onConnection =
          call.getTarget() instanceof Connection && !(call.getTarget() instanceof Statement);
      if (onConnection && call.getMethod().getName().equals("commit")) {
        SqlRecorder.countCommit();
      }
    }
  }
}
