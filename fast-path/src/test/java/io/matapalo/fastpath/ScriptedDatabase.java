package io.matapalo.fastpath;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/**
 * A database of orders and one stock row behind a JDBC driver, with faults that strike at a chosen
 * step; for tests. One booking at a time; its connections may be opened on other threads.
 */
final class ScriptedDatabase implements Driver, AutoCloseable {

  /** Where a fault strikes. */
  enum Step {
    /** The session is prepared; nothing of the transaction was sent. */
    CONNECT,
    INSERT_ORDER,
    UPDATE_STOCK,
    /** The commit is refused. */
    COMMIT,
    /** The commit is done and its answer lost. */
    ANSWER_OF_COMMIT,
    ROLLBACK
  }

  /** What a fault throws: a fresh exception for each strike. */
  @FunctionalInterface
  interface Failing {
    SQLException thrown();
  }

  private record Fault(Step step, Failing failing, int times) {}

  private static final String URL = "jdbc:scripted://here/turnstile";
  private static final Map<String, Object> KNOWN =
      Map.of(
          "isValid",
          true,
          "getTransactionIsolation",
          Connection.TRANSACTION_REPEATABLE_READ,
          "getLong",
          1L,
          "getString",
          "text",
          "getBigDecimal",
          new BigDecimal("1.00"),
          "getObject",
          LocalDateTime.of(2026, 1, 1, 0, 0));

  private final Set<String> orders = new HashSet<>();
  private final List<Step> steps = new ArrayList<>();
  private Optional<Fault> fault = Optional.empty();
  private int available;

  private ScriptedDatabase() {}

  /** With its driver registered until it is closed. */
  static ScriptedDatabase open() throws SQLException {
    ScriptedDatabase database = new ScriptedDatabase();
    DriverManager.registerDriver(database);
    return database;
  }

  String url() {
    return URL;
  }

  /** Forgets orders, steps and faults; so many tickets are left. */
  synchronized void reset(int tickets) {
    orders.clear();
    steps.clear();
    fault = Optional.empty();
    available = tickets;
  }

  /** The next {@code times} times that {@code step} is reached, it fails. */
  synchronized void fail(Step step, int times, Failing failing) {
    fault = Optional.of(new Fault(step, failing, times));
  }

  synchronized void sellOut() {
    available = 0;
  }

  synchronized int available() {
    return available;
  }

  synchronized List<String> orders() {
    return List.copyOf(orders);
  }

  /** An order that another process has committed. */
  synchronized void storeOfAnother(String requestId) {
    orders.add(requestId);
  }

  /** How often a step was reached. */
  synchronized long reached(Step step) {
    return steps.stream().filter(step::equals).count();
  }

  private synchronized void reach(Step step) throws SQLException {
    steps.add(step);
    if (fault.isEmpty() || fault.get().step() != step) {
      return;
    }
    Fault strikes = fault.get();
    int left = strikes.times() - 1;
    fault = left == 0 ? Optional.empty() : Optional.of(new Fault(step, strikes.failing(), left));
    throw strikes.failing().thrown();
  }

  private synchronized void store(Transaction transaction) {
    orders.addAll(transaction.orders);
    available -= transaction.taken;
  }

  private synchronized boolean holds(String requestId) {
    return orders.contains(requestId);
  }

  @Override
  public Connection connect(String url, Properties properties) {
    Transaction transaction = new Transaction();
    return proxy(Connection.class, transaction::answer);
  }

  /** One physical connection, and what its open transaction wrote. */
  private final class Transaction {

    private final Set<String> orders = new HashSet<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean autoCommit = true;
    private int taken;

    private Object answer(String method, Object[] given) throws SQLException {
      return switch (method) {
        case "prepareStatement" -> statement((String) given[0]);
        case "getAutoCommit" -> autoCommit;
        case "isClosed" -> closed.get();
        case "setAutoCommit" -> setAutoCommit((Boolean) given[0]);
        case "commit" -> commit();
        case "rollback" -> rollBack();
        case "close", "abort" -> close();
        default -> KNOWN.getOrDefault(method, false);
      };
    }

    private Object setAutoCommit(boolean wanted) throws SQLException {
      if (!wanted) {
        reach(Step.CONNECT);
      }
      autoCommit = wanted;
      return true;
    }

    private Object commit() throws SQLException {
      reach(Step.COMMIT);
      store(this);
      forget();
      reach(Step.ANSWER_OF_COMMIT);
      return true;
    }

    private Object rollBack() throws SQLException {
      forget();
      reach(Step.ROLLBACK);
      return true;
    }

    private Object close() {
      forget();
      closed.set(true);
      return true;
    }

    private void forget() {
      orders.clear();
      taken = 0;
    }

    private PreparedStatement statement(String sql) {
      String text = sql.toLowerCase(Locale.ROOT);
      List<String> texts = new ArrayList<>();
      return proxy(
          PreparedStatement.class,
          (method, given) ->
              switch (method) {
                case "setString" -> texts.add((String) given[1]);
                case "executeUpdate" -> update(text, texts);
                case "executeQuery" -> rows(texts.isEmpty() || holds(texts.getFirst()));
                case "getGeneratedKeys" -> rows(true);
                default -> KNOWN.getOrDefault(method, false);
              });
    }

    private int update(String text, List<String> texts) throws SQLException {
      if (text.startsWith("insert into orders")) {
        reach(Step.INSERT_ORDER);
        String requestId = texts.get(1);
        if (holds(requestId)) {
          throw new SQLException("Duplicate entry", "23000", 1062);
        }
        orders.add(requestId);
      }
      if (text.startsWith("update stock")) {
        reach(Step.UPDATE_STOCK);
        taken = Math.min(1, available());
        return taken;
      }
      return 1;
    }
  }

  /** One row, or none. */
  private static ResultSet rows(boolean one) {
    AtomicBoolean left = new AtomicBoolean(one);
    return proxy(
        ResultSet.class,
        (method, given) ->
            method.equals("next") ? left.getAndSet(false) : KNOWN.getOrDefault(method, false));
  }

  /** What a proxy answers; {@code false} stands for nothing and for zero. */
  private interface Answering {
    Object answer(String method, Object[] given) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Answering answering) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, given) -> {
              Object answer =
                  answering.answer(method.getName(), given == null ? new Object[0] : given);
              Class<?> wanted = method.getReturnType();
              if (wanted == boolean.class || wanted.isInstance(answer)) {
                return answer;
              }
              if (wanted.isPrimitive() && wanted != void.class) {
                return answer instanceof Number ? answer : 0;
              }
              return null;
            });
    return type.cast(proxy);
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(URL);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("scripted");
  }

  @Override
  public void close() throws SQLException {
    DriverManager.deregisterDriver(this);
  }
}
