import java.util.List;

/** What the SQL recorder hands on, and what of it is counted. */
final class RecorderDelegates {

  private static final String RECORDER = "io.matapalo.recorder.jdbc.";

  static final List<Delegate> ALL =
      List.of(
          new Delegate(
              RECORDER + "ForwardingDataSource",
              "javax.sql.DataSource",
              """
              /** A data source that hands all but its connections on to another. Thread-safe. */
              abstract class ForwardingDataSource implements javax.sql.DataSource {

                private final javax.sql.DataSource source;

                ForwardingDataSource(javax.sql.DataSource source) {
                  this.source = source;
                }

                final javax.sql.DataSource source() {
                  return source;
                }

                @Override
                public <T> T unwrap(Class<T> type) throws SQLException {
                  if (type.isInstance(this)) {
                    return type.cast(this);
                  }
                  return type.isInstance(source) ? type.cast(source) : source.unwrap(type);
                }

                @Override
                public boolean isWrapperFor(Class<?> type) throws SQLException {
                  return type.isInstance(this) || type.isInstance(source) || source.isWrapperFor(type);
                }
              """,
              """
              unwrap|isWrapperFor|getConnection|create.* BY_HAND
              .*                                         DIRECT source
              """),
          new Delegate(
              RECORDER + "ForwardingConnection",
              "java.sql.Connection",
              """
              import java.util.concurrent.Executor;

              /** A connection that hands on all that is no statement. As thread-safe as the other. */
              abstract class ForwardingConnection implements Connection {

                private final Connection target;

                ForwardingConnection(Connection target) {
                  this.target = target;
                }

                final Connection target() {
                  return target;
                }

                abstract Statement statement(Statement made);

                abstract PreparedStatement prepared(PreparedStatement made, String sql);

                abstract CallableStatement callable(CallableStatement made, String sql);
              """,
              """
              createStatement               WRAPPED statement
              prepareStatement              MADE    prepared
              prepareCall                   MADE    callable
              commit|getMetaData            BY_HAND
              rollback|.*Savepoint          BY_HAND
              unwrap|isWrapperFor           BY_HAND
              .*                            DIRECT  target
              """),
          new Delegate(
              RECORDER + "ForwardingMetaData",
              "java.sql.DatabaseMetaData",
              """
              /** Metadata that hands all on. As thread-safe as the other. */
              abstract class ForwardingMetaData implements DatabaseMetaData {

                private final DatabaseMetaData target;

                ForwardingMetaData(DatabaseMetaData target) {
                  this.target = target;
                }

                final DatabaseMetaData target() {
                  return target;
                }

                /** A result whose statement is the driver's own. */
                abstract ResultSet catalogue(ResultSet rows) throws SQLException;
              """,
              """
              getConnection|unwrap|isWrapperFor BY_HAND
              java.sql.ResultSet\\s.*           WRAPPED catalogue
              .*                                DIRECT target
              """),
          counted("Statement", "A plain statement"),
          counted("PreparedStatement", "A prepared statement"),
          counted("CallableStatement", "A callable statement"));

  private static Delegate counted(String type, String what) {
    return new Delegate(
        RECORDER + "Counting" + type,
        "java.sql." + type,
        """
        import io.matapalo.jvm.NanoTime;

        /** %2$s whose executions are counted. Confined to the connection's thread. */
        final class Counting%1$s extends CountedStatement<%1$s> implements %1$s {

          Counting%1$s(CountingConnection owner, %1$s target, String text) {
            super(owner, target, text);
          }
        """
            .formatted(type, what),
        """
        getConnection|unwrap|isWrapperFor BY_HAND
        executeQuery                      COUNTED queried
        execute(Large)?Update             COUNTED updated
        execute(Large)?Batch              COUNTED batched
        execute                           COUNTED executed
        getResultSet                      WRAPPED results
        getGeneratedKeys                  WRAPPED keys
        getMoreResults                    WRAPPED moved
        addBatch                          NOTED   batchAdded
        clearBatch                        NOTED   batchCleared
        clearParameters                   NOTED   clear
        registerOutParameter              DIRECT  target
        set(MaxRows|LargeMaxRows)         DIRECT  target
        set(FetchSize|QueryTimeout)       DIRECT  target
        set(EscapeProcessing|CursorName)  DIRECT  target
        set(Poolable|MaxFieldSize)        DIRECT  target
        setFetchDirection                 DIRECT  target
        set.*                             BOUND   target
        .*                                DIRECT  target
        """);
  }
}
