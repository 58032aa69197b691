package io.matapalo.fastpath;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;

/** How a booking's audit record is written, where a test compares its costs. */
enum AlteredAudit {
  /** As the fast path does. */
  CHAINED,
  /** The same: what this differs by from the first is noise. */
  CHAINED_TOO,
  /** A row without its place in a stream, as the monolith writes it. */
  UNCHAINED,
  /** No row. */
  WITHOUT;

  private static final String AUDIT = "INSERT INTO audit_record";
  private static final int PLAIN_COLUMNS = 5;
  private static final String PLAIN =
      "INSERT INTO audit_record (occurred_at, customer_id, action, request_id, detail)"
          + " VALUES (?, ?, ?, ?, ?)";

  /** The connection, whose other statements are as they are. */
  Connection on(Connection real) {
    return proxy(
        Connection.class,
        (_, method, arguments) ->
            arguments != null && String.valueOf(arguments[0]).startsWith(AUDIT)
                ? audit(real, method, arguments)
                : call(real, method, arguments));
  }

  private Object audit(Connection real, Method method, Object[] arguments) throws Throwable {
    return switch (this) {
      case CHAINED, CHAINED_TOO -> call(real, method, arguments);
      case UNCHAINED -> plain(real.prepareStatement(PLAIN));
      case WITHOUT ->
          proxy(
              PreparedStatement.class,
              (_, on, _) -> on.getReturnType() == int.class ? Integer.valueOf(1) : null);
    };
  }

  private static PreparedStatement plain(PreparedStatement real) {
    return proxy(
        PreparedStatement.class,
        (_, method, arguments) ->
            arguments != null && arguments[0] instanceof Integer place && place > PLAIN_COLUMNS
                ? null
                : call(real, method, arguments));
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
