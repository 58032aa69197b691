package io.matapalo.router.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.matapalo.router.connection.TransactionState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every method of every JDBC interface, found by reflection: the routed object hands the call on to
 * the node's, with the same arguments and the same answer, and what the node throws comes out.
 */
final class EveryJdbcMethodTest {

  private static final Map<Class<?>, Object> SAMPLES =
      Map.of(
          boolean.class,
          true,
          byte.class,
          (byte) 1,
          short.class,
          (short) 2,
          int.class,
          3,
          long.class,
          4L,
          float.class,
          5f,
          double.class,
          6d,
          String.class,
          "text",
          Class.class,
          CharSequence.class);

  /** A routed object, and which of its methods do more than hand on. */
  enum Subject {
    CONNECTION(Connection.class) {
      @Override
      Object of(Connection connection) {
        return connection;
      }
    },
    METADATA(DatabaseMetaData.class) {
      @Override
      Object of(Connection connection) throws SQLException {
        return connection.getMetaData();
      }
    },
    STATEMENT(Statement.class) {
      @Override
      Object of(Connection connection) throws SQLException {
        return connection.createStatement();
      }
    },
    PREPARED(PreparedStatement.class) {
      @Override
      Object of(Connection connection) throws SQLException {
        return connection.prepareStatement("select");
      }
    },
    CALLABLE(CallableStatement.class) {
      @Override
      Object of(Connection connection) throws SQLException {
        return connection.prepareCall("call");
      }
    },
    RESULT(ResultSet.class) {
      @Override
      Object of(Connection connection) throws SQLException {
        return connection.createStatement().executeQuery("select");
      }
    };

    private final Class<?> type;

    Subject(Class<?> type) {
      this.type = type;
    }

    abstract Object of(Connection connection) throws SQLException;

    List<Method> methods() {
      return Stream.of(type.getMethods())
          .filter(method -> !Modifier.isStatic(method.getModifiers()))
          .toList();
    }

    /** Answered by the router, without its node. */
    boolean isOwn(Method method) {
      return matches(
          method,
          switch (this) {
            case CONNECTION ->
                "getAutoCommit|setAutoCommit|isReadOnly|setReadOnly|isClosed|close|getMetaData"
                    + "|setTypeMap|setClientInfo\\(Properties\\)"
                    + "|setShardingKey.*|beginRequest|endRequest";
            case RESULT -> "getStatement";
            default -> "getConnection";
          });
    }

    /** Sent to the server, or reading what was: its failure may end the transaction. */
    boolean isJudged(Method method) {
      return switch (this) {
        case CONNECTION ->
            matches(
                method,
                "createStatement|prepareStatement|prepareCall|setSavepoint|releaseSavepoint|unwrap"
                    + "|rollback\\(Savepoint\\)|commit"
                    + "|set(Catalog|Schema|Holdability|NetworkTimeout|TransactionIsolation)"
                    + "|get.*|create.*|nativeSQL");
        case METADATA -> !matches(method, "unwrap|isWrapperFor");
        case RESULT ->
            matches(
                method,
                "next|previous|first|last|absolute|relative|(insert|update|delete|refresh)Row");
        default ->
            matches(
                method,
                "execute.*|getResultSet|getMoreResults|getGeneratedKeys|getMetaData"
                    + "|getParameterMetaData|getWarnings");
      };
    }

    /** Leaves something on a statement that would be lost on another node. */
    boolean isKeeping(Method method) {
      return matches(method, "set.*|addBatch|registerOutParameter|closeOnCompletion")
          && !matches(method, "setFetchSize|setQueryTimeout|setMaxRows|setLargeMaxRows");
    }
  }

  /** One call of a routed object in a transaction on node a, which has run one statement. */
  private static final class Call {

    final FakeCluster cluster = new FakeCluster();
    final RoutedConnection connection = cluster.connection();
    final Object routed;
    final Method method;
    @Nullable Object answer;
    @Nullable Throwable thrown;

    Call(Subject subject, Method method) throws SQLException {
      this.method = method;
      connection.setAutoCommit(false);
      connection.createStatement().executeUpdate("first");
      routed = subject.of(connection);
      cluster.told();
    }

    Call make() throws IllegalAccessException {
      try {
        answer = method.invoke(routed, arguments(method));
      } catch (InvocationTargetException e) {
        thrown = e.getCause();
      }
      return this;
    }

    boolean isDoomed() throws SQLException {
      return connection.unwrap(TransactionState.class).doomedBy().isPresent();
    }

    boolean isHandedOn() {
      String arguments =
          Arrays.stream(arguments(method)).map(String::valueOf).collect(Collectors.joining(", "));
      String told = "." + method.getName() + (arguments.isEmpty() ? "" : "(" + arguments + ")");
      return cluster.journal.stream()
          .anyMatch(line -> line.startsWith("a1") && line.endsWith(told));
    }
  }

  private static @Nullable Object[] arguments(Method method) {
    return Stream.of(method.getParameterTypes()).map(SAMPLES::get).toArray();
  }

  private static boolean matches(Method method, String pattern) {
    return Pattern.matches(pattern, method.getName()) || Pattern.matches(pattern, named(method));
  }

  private static String named(Method method) {
    return method.getName()
        + Stream.of(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  @ParameterizedTest
  @EnumSource
  void eachCallReachesTheNodeWithItsArguments(Subject subject) throws Exception {
    for (Method method : subject.methods()) {
      Call call = new Call(subject, method).make();
      assertThat(call.isHandedOn()).as(named(method)).isNotEqualTo(subject.isOwn(method));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachAnswerIsTheNodes(Subject subject) throws Exception {
    for (Method method : subject.methods()) {
      Object sample = SAMPLES.get(method.getReturnType());
      if (sample == null || subject.isOwn(method)) {
        continue;
      }
      Call call = new Call(subject, method);
      call.cluster.physical("a1").answering(method.getName(), sample);
      assertThat(call.make().answer).as(named(method)).isEqualTo(sample);
    }
  }

  /** A deadlock, after which MySQL has rolled back: the transaction must not go on. */
  @ParameterizedTest
  @EnumSource
  void eachFailureComesOutAndIsJudgedWhereAServerMaySayIt(Subject subject) throws Exception {
    for (Method method : subject.methods()) {
      if (subject.isOwn(method)
          || !List.of(method.getExceptionTypes()).contains(SQLException.class)) {
        continue;
      }
      SQLException thrown = new SQLException("Deadlock found", "40001", 1213);
      Call call = new Call(subject, method);
      call.cluster.physical("a1").failing(method.getName(), thrown);
      call.make();
      // A server that has rolled back already may answer so to ROLLBACK: there it is no error.
      boolean isRollback = named(method).equals("rollback()");
      assertThat(call.thrown).as(named(method)).isSameAs(isRollback ? null : thrown);
      assertThat(call.isDoomed()).as(named(method)).isEqualTo(subject.isJudged(method));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STATEMENT", "PREPARED", "CALLABLE"})
  void whatWouldBeLostKeepsAStatementOnItsNode(Subject subject) throws Exception {
    for (Method method : subject.methods()) {
      Call call = new Call(subject, method).make();
      call.connection.rollback();
      call.cluster.routes("b", "b");
      call.connection.setReadOnly(true);
      Statement statement = (Statement) call.routed;
      Throwable refusal = catchThrowable(() -> statement.executeUpdate("later"));
      assertThat(refusal != null).as(named(method)).isEqualTo(subject.isKeeping(method));
    }
  }
}
