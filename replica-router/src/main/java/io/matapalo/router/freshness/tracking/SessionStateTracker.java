package io.matapalo.router.freshness.tracking;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.position.PositionQuery;
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
 * Reads positions from the session state that MySQL Connector/J receives with the answer to a
 * commit, without a round trip. The driver is called by reflection, because it is the user's jar.
 * It holds listeners weakly, so the tracker holds its listener. Thread-safe. MySQL manual, "Server
 * Tracking of Client Session State".
 */
public final class SessionStateTracker implements Tracker {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");
  private static final String CONTROLLER = "com.mysql.cj.protocol.ServerSessionStateController";
  private static final int SYSTEM_VARIABLES = 0;
  private static final int GTIDS = 3;

  private final ClassLoader loader;
  private final Dialect dialect;
  private final AtomicReference<Optional<GtidSet>> learnt = new AtomicReference<>(Optional.empty());

  // Read by nobody: the field keeps the listener from being collected.
  @SuppressWarnings("UnusedVariable")
  private final Object listener;

  private SessionStateTracker(Connection vendor, Dialect dialect, ClassLoader loader)
      throws ReflectiveOperationException {
    this.loader = loader;
    this.dialect = dialect;
    Class<?> type = Class.forName(CONTROLLER + "$SessionStateChangesListener", false, loader);
    listener = Proxy.newProxyInstance(loader, new Class<?>[] {type}, new Listener());
    Object controller =
        call(vendor, "com.mysql.cj.MysqlConnection", "getServerSessionStateController", loader);
    Class.forName(CONTROLLER, false, loader)
        .getMethod("addSessionStateChangesListener", type)
        .invoke(controller, listener);
  }

  /**
   * Switches the tracking on for a connection of Connector/J, in one round trip; empty where driver
   * or server do not offer it.
   *
   * @param vendor the driver's own connection
   */
  public static Optional<Tracker> follow(Connection vendor, Dialect dialect) {
    ClassLoader loader = vendor.getClass().getClassLoader();
    if (loader == null || !vendor.getClass().getName().startsWith("com.mysql.cj.")) {
      return Optional.empty();
    }
    try {
      if (!isTracking(vendor, loader)) {
        LOG.log(
            Level.WARNING,
            "positions of writes are not learnt from a connection without trackSessionState=true");
        return Optional.empty();
      }
      PositionQuery.run(
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

  private static boolean isTracking(Connection vendor, ClassLoader loader)
      throws ReflectiveOperationException {
    Object properties = call(vendor, "com.mysql.cj.MysqlConnection", "getPropertySet", loader);
    Object property =
        Class.forName("com.mysql.cj.conf.PropertySet", false, loader)
            .getMethod("getBooleanProperty", String.class)
            .invoke(properties, "trackSessionState");
    return Boolean.TRUE.equals(
        call(property, "com.mysql.cj.conf.RuntimeProperty", "getValue", loader));
  }

  private static Object call(Object target, String type, String method, ClassLoader loader)
      throws ReflectiveOperationException {
    return Class.forName(type, false, loader).getMethod(method).invoke(target);
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

  /** The listener that the driver calls on the thread that reads the answer. */
  private final class Listener implements InvocationHandler {

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      return switch (method.getName()) {
        case "handleSessionStateChanges" -> {
          take(arguments[0]);
          yield true;
        }
        case "equals" -> isSame(proxy, arguments[0]);
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "listener of matapalo";
      };
    }

    // The driver searches its listeners, and this one equals itself alone.
    @SuppressWarnings("ReferenceEquality")
    private boolean isSame(Object proxy, Object other) {
      return proxy == other;
    }

    private void take(Object changes) {
      try {
        String type = CONTROLLER + "$ServerSessionStateChanges";
        List<?> list = (List<?>) call(changes, type, "getSessionStateChangesList", loader);
        for (Object change : list) {
          takeOne(change);
        }
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        // The application's statement succeeded; only its position stays unknown.
        LOG.log(Level.WARNING, "a position in the session state could not be read", e);
      }
    }

    private void takeOne(Object change) throws ReflectiveOperationException {
      String type = CONTROLLER + "$SessionStateChange";
      int kind = (Integer) call(change, type, "getType", loader);
      if (kind != GTIDS && kind != SYSTEM_VARIABLES) {
        return;
      }
      List<?> values = (List<?>) call(change, type, "getValues", loader);
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
  }
}
