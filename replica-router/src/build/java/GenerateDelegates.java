import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * Writes the JDBC delegates of this module: for each method of an interface, as Java 17 has it, a
 * method that hands the call on. The compiler is asked for the interfaces, because reflection would
 * show those of the JDK that builds. Run by the build: {@code java GenerateDelegates.java FOLDER}.
 */
final class GenerateDelegates {

  private static final String ROUTER = "io.matapalo.router.jdbc.";
  private static final String RECORDER = "io.matapalo.recorder.jdbc.";

  public static void main(String[] arguments) throws IOException {
    List<String> asOfJava17 = List.of("--release", "17");
    JavacTask compiler =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, asOfJava17, List.of("java.lang.Object"), null);
    for (Delegate delegate : DELEGATES) {
      Path file = Path.of(arguments[0], delegate.name().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, delegate.source(compiler.getElements()));
    }
  }

  private static final List<Delegate> DELEGATES =
      List.of(
          new Delegate(
              "io.matapalo.jvm.ForwardingResultSet",
              "java.sql.ResultSet",
              """
              /**
               * A result that hands all on to another. Written out because reflection would cost on
               * each column. Confined to one thread, as results are.
               */
              public abstract class ForwardingResultSet implements ResultSet {

                private final ResultSet rows;

                public ForwardingResultSet(ResultSet rows) {
                  this.rows = rows;
                }

                /** The result that all is handed on to. */
                protected final ResultSet rows() {
                  return rows;
                }

                @Override
                public <T> T unwrap(Class<T> type) throws SQLException {
                  if (type.isInstance(this)) {
                    return type.cast(this);
                  }
                  return type.isInstance(rows) ? type.cast(rows) : rows.unwrap(type);
                }

                @Override
                public boolean isWrapperFor(Class<?> type) throws SQLException {
                  return type.isInstance(this) || type.isInstance(rows) || rows.isWrapperFor(type);
                }
              """,
              """
              unwrap|isWrapperFor BY_HAND
              .*                  DIRECT   rows
              """),
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
          counted("CallableStatement", "A callable statement"),
          new Delegate(
              ROUTER + "RoutedResultSet",
              "java.sql.ResultSet",
              """
              /**
               * A result of a routed connection's statement. Rows that are fetched late may fail as
               * a statement does, and changing a row is a statement. Confined to the connection's
               * thread.
               */
              final class RoutedResultSet extends io.matapalo.jvm.ForwardingResultSet {

                private final StatementDelegate<?> statement;
                private final int epoch;

                RoutedResultSet(ResultSet rows, StatementDelegate<?> statement, int epoch) {
                  super(rows);
                  this.statement = statement;
                  this.epoch = epoch;
                }

                @Override
                public Statement getStatement() {
                  return statement;
                }

                private ResultSet reading() throws SQLException {
                  statement.requireReadable();
                  return rows();
                }

                private SQLException failedLater(SQLException thrown) {
                  return statement.failedLater(thrown, epoch);
                }

                private ResultSet changing() throws SQLException {
                  statement.changing();
                  return rows();
                }

                private void executed() {
                  statement.executed();
                }

                private SQLException failed(SQLException thrown) {
                  return statement.failed(thrown);
                }
              """,
              """
              next|previous|first|last|absolute|relative READ     reading
              (insert|update|delete|refresh)Row          EXECUTED changing
              .*                                         BY_HAND
              """),
          statement("Statement", "A plain statement"),
          statement("PreparedStatement", "A prepared statement"),
          statement("CallableStatement", "A callable statement"),
          new Delegate(
              ROUTER + "ForwardingConnection",
              "java.sql.Connection",
              """
              import io.matapalo.router.pinning.SessionValues;

              /** What a routed connection hands on. Confined to the connection's thread. */
              // The type behind a kept setting is that of its setter.
              @SuppressWarnings("unchecked")
              abstract class ForwardingConnection implements Connection {

                /** A node's connection, for what is no part of a transaction. */
                abstract Connection anyNode() throws SQLException;

                /** What is to be thrown when that has failed. */
                abstract SQLException failedAside(SQLException thrown);

                /** What the application has set. */
                abstract SessionValues values();

                abstract void set(SessionValues changed) throws SQLException;

                abstract Statement statement(NodeCall<Connection, Statement> recipe)
                    throws SQLException;

                abstract PreparedStatement prepared(NodeCall<Connection, PreparedStatement> recipe)
                    throws SQLException;

                abstract CallableStatement callable(NodeCall<Connection, CallableStatement> recipe)
                    throws SQLException;

                /** Part of the transaction, as a statement is. */
                abstract <T extends @Nullable Object> T within(
                    NodeCall<Connection, T> call) throws SQLException;
              """,
              """
              createStatement                      WITHIN   statement
              prepareStatement                     WITHIN   prepared
              prepareCall                          WITHIN   callable
              setSavepoint|releaseSavepoint        WITHIN   within
              [gs]et(Catalog|Schema|Holdability)   KEPT     anyNode
              [gs]et(TransactionIsolation|TypeMap) KEPT     anyNode
              create.*|nativeSQL                   ASIDE    anyNode
              get(NetworkTimeout|ClientInfo)       ASIDE    anyNode
              .*                                   BY_HAND
              """),
          new Delegate(
              ROUTER + "ForwardingMetaData",
              "java.sql.DatabaseMetaData",
              """
              /** What a node's driver tells of itself. Confined to the connection's thread. */
              abstract class ForwardingMetaData implements DatabaseMetaData {

                /** What the node answers, mostly without a query. */
                abstract DatabaseMetaData known() throws SQLException;

                /** What is to be thrown when that has failed. */
                abstract SQLException failedAside(SQLException thrown);

                abstract ResultSet catalogue(NodeCall<DatabaseMetaData, ResultSet> query)
                    throws SQLException;
              """,
              """
              getConnection|unwrap|isWrapperFor BY_HAND
              getDriver(Major|Minor)Version     BY_HAND
              java.sql.ResultSet\\s.*           WITHIN   catalogue
              .*                                ASIDE    known
              """));

  private static Delegate statement(String type, String what) {
    return new Delegate(
        ROUTER + "Routed" + type,
        "java.sql." + type,
        """
        /** %2$s of a routed connection. Confined to the connection's thread. */
        final class Routed%1$s extends StatementDelegate<%1$s> implements %1$s {

          Routed%1$s(
              RoutedConnection owner,
              io.matapalo.router.pinning.Pin pin,
              %1$s target,
              NodeCall<Connection, %1$s> recipe) {
            super(owner, pin, target, recipe);
          }
        """
            .formatted(type, what),
        """
        getConnection|close|isClosed|unwrap|isWrapperFor BY_HAND
        set(FetchSize|QueryTimeout|MaxRows|LargeMaxRows) BY_HAND
        execute(Large)?Batch                             EXECUTED readyBatch
        execute.*                                        EXECUTED ready
        getResultSet|getMoreResults|getGeneratedKeys     READ     target
        getMetaData|getParameterMetaData                 READ     following
        getWarnings                                      READ     target
        set(EscapeProcessing|CursorName|Poolable)        DIRECT   particular
        set(MaxFieldSize|FetchDirection)                 DIRECT   particular
        closeOnCompletion                                DIRECT   particular
        addBatch                                         DIRECT   batching
        clearBatch                                       DIRECT   unbatched
        clearParameters                                  DIRECT   unbound
        set.*|registerOutParameter                       DIRECT   binding
        .*                                               DIRECT   target
        """);
  }

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
        clearParameters                   NOTED   valuesCleared
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
