package io.matapalo.router.freshness.tracking;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.position.Ask;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads positions off the session state that MySQL Connector/J is told with the answer to a commit:
 * no round trip. The driver is used by reflection, since it is the user's. It holds its listeners
 * weakly, so this keeps the listener. Thread-safe.
 */
public final class SessionStateTracker implements Tracker {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");
  private static final String CONTROLLER = "com.mysql.cj.protocol.ServerSessionStateController";
  private static final int SYSTEM_VARIABLES = 0;
  private static final int GTIDS = 3;

  private final ClassLoader loader;
  private final Dialect dialect;
  private final AtomicReference<Optional<GtidSet>> learnt = new AtomicReference<>(Optional.empty());

  // Read by nobody: it keeps the listener from being collected.
  @SuppressWarnings("UnusedVariable")
  private final Object listener;

  private SessionStateTracker(Connection vendor, Dialect dialect, ClassLoader loader)
      throws ReflectiveOperationException {
    this.loader = loader;
    this.dialect = dialect;
    Class<?> type = Class.forName(CONTROLLER + "$SessionStateChangesListener", false, loader);
    listener = Proxy.newProxyInstance(loader, new Class<?>[] {type}, new Heard());
    Object told =
        publicMethod("com.mysql.cj.MysqlConnection", "getServerSessionStateController")
            .invoke(vendor);
    Class.forName(CONTROLLER, false, loader)
        .getMethod("addSessionStateChangesListener", type)
        .invoke(told, listener);
  }

  /**
   * Follows a connection of Connector/J and asks the server for what it needs, in one round trip;
   * nothing where the driver or the server do not offer it.
   *
   * @param vendor the driver's own connection
   */
  public static Optional<Tracker> follow(Connection vendor, Dialect dialect) {
    ClassLoader loader = vendor.getClass().getClassLoader();
    if (loader == null || !vendor.getClass().getName().startsWith("com.mysql.cj.")) {
      return Optional.empty();
    }
    try {
      if (!isTold(vendor)) {
        LOG.log(
            Level.WARNING,
            "positions of writes are not learnt from a connection without trackSessionState=true");
        return Optional.empty();
      }
      Ask.run(
          vendor,
          dialect == Dialect.MYSQL
              ? "SET SESSION session_track_gtids = OWN_GTID"
              : "SET SESSION session_track_system_variables ="
                  + " CONCAT_WS(',', NULLIF(@@session_track_system_variables, ''), 'last_gtid')");
      return Optional.of(new SessionStateTracker(vendor, dialect, loader));
    } catch (ReflectiveOperationException | SQLException e) {
      LOG.log(Level.WARNING, "positions of writes are not learnt from this driver or server", e);
      return Optional.empty();
    }
  }

  private static boolean isTold(Connection vendor) throws ReflectiveOperationException {
    ClassLoader loader = vendor.getClass().getClassLoader();
    Object properties =
        Class.forName("com.mysql.cj.MysqlConnection", false, loader)
            .getMethod("getPropertySet")
            .invoke(vendor);
    Object property =
        Class.forName("com.mysql.cj.conf.PropertySet", false, loader)
            .getMethod("getBooleanProperty", String.class)
            .invoke(properties, "trackSessionState");
    Object value =
        Class.forName("com.mysql.cj.conf.RuntimeProperty", false, loader)
            .getMethod("getValue")
            .invoke(property);
    return Boolean.TRUE.equals(value);
  }

  private Method publicMethod(String type, String name) throws ReflectiveOperationException {
    return Class.forName(type, false, loader).getMethod(name);
  }

  @Override
  public Optional<GtidSet> take() {
    return learnt.get().isEmpty() ? Optional.empty() : learnt.getAndSet(Optional.empty());
  }

  @Override
  public boolean isExact() {
    return true;
  }

  private void learn(String text) {
    if (text.isBlank()) {
      return;
    }
    GtidSet more = dialect.parse(text);
    learnt.updateAndGet(before -> Optional.of(before.map(known -> known.union(more)).orElse(more)));
  }

  /** What the driver calls, on the thread that reads the answer. */
  private final class Heard implements InvocationHandler {

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      return switch (method.getName()) {
        case "handleSessionStateChanges" -> {
          hear(arguments[0]);
          yield true;
        }
        case "equals" -> isSame(proxy, arguments[0]);
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "listener of matapalo";
      };
    }

    // The driver looks its listener up among others, and this one is equal to itself alone.
    @SuppressWarnings("ReferenceEquality")
    private boolean isSame(Object proxy, Object other) {
      return proxy == other;
    }

    private void hear(Object changes) {
      try {
        List<?> list =
            (List<?>)
                call(
                    changes,
                    CONTROLLER + "$ServerSessionStateChanges",
                    "getSessionStateChangesList");
        for (Object change : list) {
          hearOne(change);
        }
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        // The application's statement went well; only its position is not known.
        LOG.log(Level.WARNING, "a position that the server told could not be read", e);
      }
    }

    private void hearOne(Object change) throws ReflectiveOperationException {
      String type = CONTROLLER + "$SessionStateChange";
      int kind = (Integer) call(change, type, "getType");
      if (kind != GTIDS && kind != SYSTEM_VARIABLES) {
        return;
      }
      List<?> values = (List<?>) call(change, type, "getValues");
      if (kind == GTIDS && dialect == Dialect.MYSQL) {
        learn(String.valueOf(values.get(0)));
      } else if (kind == SYSTEM_VARIABLES && dialect == Dialect.MARIADB) {
        for (int i = 0; i + 1 < values.size(); i += 2) {
          if ("last_gtid".equals(values.get(i))) {
            learn(String.valueOf(values.get(i + 1)));
          }
        }
      }
    }

    private Object call(Object target, String type, String method)
        throws ReflectiveOperationException {
      return publicMethod(type, method).invoke(target);
    }
  }
}
