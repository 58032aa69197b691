package io.matapalo.router.transaction.work;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connection as the work sees it. It refuses calls that would end or change the transaction,
 * and after the work all calls. Its statements lead back to it. Confined to the calling thread.
 */
final class WorkConnection implements InvocationHandler {

  private static final Set<String> REFUSED =
      Set.of(
          "commit",
          "setAutoCommit",
          "close",
          "abort",
          "setReadOnly",
          "setTransactionIsolation",
          "beginRequest",
          "endRequest");

  private final Connection target;
  private final Connection guarded;
  private boolean over;

  private WorkConnection(Connection target) {
    this.target = target;
    this.guarded = proxy(Connection.class, this);
  }

  static WorkConnection around(Connection target) {
    return new WorkConnection(target);
  }

  Connection connection() {
    return guarded;
  }

  void end() {
    over = true;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    String name = method.getName();
    Object first = given == null || given.length == 0 ? null : given[0];
    if (method.getDeclaringClass() == Object.class) {
      return identity(name, first, proxy);
    }
    if (over) {
      return afterTheEnd(name);
    }
    if (REFUSED.contains(name) || (name.equals("rollback") && !(first instanceof Savepoint))) {
      throw refusal(name);
    }
    if (name.equals("unwrap") && first == Connection.class) {
      return proxy;
    }
    Object answer = call(target, method, given);
    return answer instanceof Statement statement
        ? proxy(method.getReturnType(), new WorkStatement(statement))
        : answer;
  }

  private static Object afterTheEnd(String name) throws SQLException {
    if (name.equals("isClosed")) {
      return true;
    }
    throw new SQLNonTransientException(
        name + " refused: the unit of work that this connection belonged to has ended");
  }

  private static SQLException refusal(String name) {
    return new SQLNonTransientException(
        name
            + " refused: the transaction is its runner's; return from the work to commit, throw to"
            + " roll back");
  }

  // A proxy equals itself only; asking it would come back here.
  @SuppressWarnings("ReferenceEquality")
  private static Object identity(String name, @Nullable Object other, Object proxy) {
    return switch (name) {
      case "equals" -> proxy == other;
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "WorkConnection@" + Integer.toHexString(System.identityHashCode(proxy));
    };
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] given) throws Throwable {
    try {
      return method.invoke(target, given);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  // The interface is the type of the proxy.
  @SuppressWarnings("unchecked")
  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return (T)
        Proxy.newProxyInstance(
            WorkConnection.class.getClassLoader(), new Class<?>[] {type}, handler);
  }

  /** A statement whose connection is the guarded one. Confined to the calling thread. */
  private final class WorkStatement implements InvocationHandler {

    private final Statement statement;

    WorkStatement(Statement statement) {
      this.statement = statement;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
        throws Throwable {
      Object first = given == null || given.length == 0 ? null : given[0];
      if (method.getDeclaringClass() == Object.class && !method.getName().equals("toString")) {
        return identity(method.getName(), first, proxy);
      }
      return method.getName().equals("getConnection") ? guarded : call(statement, method, given);
    }
  }
}
