package io.matapalo.router.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A physical connection without a server: it writes down what it is told, and fails where it is
 * asked to. Confined to one thread.
 */
final class FakeConnection {

  private final String name;
  private final List<String> journal;
  private final Map<String, SQLException> failing = new HashMap<>();
  private final Map<String, Object> answers = new HashMap<>();
  private final Connection jdbc;

  FakeConnection(String name, List<String> journal) {
    this.name = name;
    this.journal = journal;
    this.jdbc = proxy(Connection.class, name);
    answers.put("isValid", true);
    answers.put("getTransactionIsolation", Connection.TRANSACTION_REPEATABLE_READ);
    answers.put("executeUpdate", 1);
    answers.put("execute", false);
    answers.put("executeBatch", new int[] {1});
    answers.put("next", true);
  }

  static FakeConnection of(Connection jdbc) {
    return ((Handler) Proxy.getInvocationHandler(jdbc)).fake();
  }

  String name() {
    return name;
  }

  Connection jdbc() {
    return jdbc;
  }

  /** The next call of a method of that name, on it or its statements, fails so. */
  FakeConnection failing(String method, SQLException thrown) {
    failing.put(method, thrown);
    return this;
  }

  FakeConnection answering(String method, Object answer) {
    answers.put(method, answer);
    return this;
  }

  private <T> T proxy(Class<T> type, String label) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new Handler(this, label)));
  }

  private record Handler(FakeConnection fake, String label) implements InvocationHandler {

    @Override
    public @Nullable Object invoke(Object self, Method method, Object[] arguments)
        throws SQLException {
      return switch (method.getName()) {
        case "hashCode" -> System.identityHashCode(self);
        case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
        case "toString" -> label;
        default -> fake.called(label, method, arguments == null ? new Object[0] : arguments);
      };
    }
  }

  private @Nullable Object called(String label, Method method, Object[] arguments)
      throws SQLException {
    String called = method.getName();
    String text = Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(", "));
    journal.add(label + "." + called + (text.isEmpty() ? "" : "(" + text + ")"));
    SQLException thrown = failing.remove(called);
    if (thrown != null) {
      throw thrown;
    }
    if (called.equals("unwrap")) {
      return ((Class<?>) arguments[0]).cast("driver's own " + label);
    }
    if (answers.containsKey(called)) {
      return answers.get(called);
    }
    return made(label, method.getReturnType());
  }

  private @Nullable Object made(String label, Class<?> type) {
    if (type == ResultSet.class) {
      return proxy(ResultSet.class, label + ".rows");
    }
    if (type == PreparedStatement.class || type == CallableStatement.class) {
      return proxy(type, label);
    }
    if (type == Statement.class || type == DatabaseMetaData.class) {
      return proxy(type, label);
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    return type == long.class ? 0L : null;
  }
}
