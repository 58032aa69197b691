package io.matapalo.router.jdbc;

import io.matapalo.router.pinning.Pin;
import io.matapalo.router.pinning.RoutedTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the node that a routed connection uses tells of itself, asked anew with each call. Confined
 * to the connection's thread. By reflection, as nobody asks for it in a hurry.
 */
final class RoutedMetaData implements InvocationHandler {

  private final RoutedConnection owner;
  private final RoutedTransaction transaction;

  private RoutedMetaData(RoutedConnection owner, RoutedTransaction transaction) {
    this.owner = owner;
    this.transaction = transaction;
  }

  static DatabaseMetaData of(RoutedConnection owner, RoutedTransaction transaction) {
    return (DatabaseMetaData)
        Proxy.newProxyInstance(
            RoutedMetaData.class.getClassLoader(),
            new Class<?>[] {DatabaseMetaData.class},
            new RoutedMetaData(owner, transaction));
  }

  // Metadata are themselves and nobody else's equal.
  @SuppressWarnings("ReferenceEquality")
  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getName().equals("equals") && arguments != null) {
      return proxy == arguments[0];
    }
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(this, arguments);
    }
    boolean isOurs =
        arguments != null
            && arguments.length == 1
            && arguments[0] instanceof Class<?> type
            && type.isInstance(proxy);
    return switch (method.getName()) {
      case "getConnection" -> owner;
      case "isWrapperFor" -> isOurs ? true : call(method, known(), arguments);
      case "unwrap" -> isOurs ? proxy : call(method, known(), arguments);
      default ->
          method.getReturnType() == ResultSet.class
              ? new DetachedResultSet((ResultSet) catalogue(method, arguments))
              : call(method, known(), arguments);
    };
  }

  private DatabaseMetaData known() throws SQLException {
    return transaction.anyPin().physical().getMetaData();
  }

  /** Catalogue queries are statements: they open a transaction, and fail, as others do. */
  private Object catalogue(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (transaction.isAutoCommit()) {
      return call(method, known(), arguments);
    }
    Pin pin = transaction.begin();
    transaction.sending();
    try {
      return call(method, pin.physical().getMetaData(), arguments);
    } catch (SQLException e) {
      throw transaction.failed(e, pin);
    }
  }

  private static Object call(
      Method method, DatabaseMetaData on, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
