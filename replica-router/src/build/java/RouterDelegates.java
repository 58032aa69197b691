import java.util.List;

/** What the router hands on, and what of it belongs to a transaction. */
final class RouterDelegates {

  private static final String ROUTER = "io.matapalo.router.jdbc.";

  static final List<Delegate> ALL =
      List.of(
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
}
