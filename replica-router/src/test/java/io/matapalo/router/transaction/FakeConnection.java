package io.matapalo.router.transaction;

import io.matapalo.router.connection.CommitOutcomeUnknownException;
import io.matapalo.router.connection.TransactionState;
import io.matapalo.router.link.Failures;
import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.retry.Verdict;
import io.matapalo.router.topology.Node;
import io.matapalo.router.transaction.outcome.KeyHash;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.ResultBytes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A routed connection of a {@link FakeDatabase}. Confined to one thread. */
final class FakeConnection implements TransactionState {

  private final FakeDatabase database;
  private final IdentityHashMap<SQLException, Failure> failures = new IdentityHashMap<>();
  private final Map<OutcomeId, FakeDatabase.Row> pending = new HashMap<>();
  private final List<String> added = new ArrayList<>();
  private final Map<String, @Nullable Object> settings = new HashMap<>();
  private Optional<Node> node = Optional.empty();
  private Optional<Failure> doomed = Optional.empty();
  private boolean autoCommit = true;
  private boolean closed;

  FakeConnection(FakeDatabase database) {
    this.database = database;
    settings.put("ReadOnly", false);
    settings.put("TransactionIsolation", Connection.TRANSACTION_REPEATABLE_READ);
  }

  Connection connection() {
    return proxy(Connection.class, this::onConnection);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public Optional<Node> node() {
    return node;
  }

  @Override
  public Phase phase() {
    return Phase.IN_TRANSACTION;
  }

  @Override
  public Optional<Failure> failureOf(SQLException thrown) {
    return Optional.ofNullable(failures.get(thrown));
  }

  @Override
  public Optional<Failure> doomedBy() {
    return doomed;
  }

  private @Nullable Object onConnection(String method, List<@Nullable Object> given)
      throws SQLException {
    return switch (method) {
      case "isWrapperFor" -> true;
      case "unwrap" -> this;
      case "isClosed" -> closed;
      case "getAutoCommit" -> autoCommit;
      case "prepareStatement" -> new Prepared((String) given.getFirst()).statement();
      case "createStatement" -> new Prepared("").statement();
      case "close", "abort" -> {
        closed = true;
        forget();
        database.steps().add(method);
        yield null;
      }
      case "setAutoCommit" -> {
        setAutoCommit((Boolean) given.getFirst());
        yield null;
      }
      case "commit" -> {
        commit();
        yield null;
      }
      case "rollback" -> {
        forget();
        database.reach("rollback", () -> {});
        yield null;
      }
      default -> setting(method, given);
    };
  }

  private @Nullable Object setting(String method, List<@Nullable Object> given) {
    if (method.startsWith("set")) {
      database.steps().add(method + " " + given.getFirst());
      settings.put(method.substring(3), given.getFirst());
      return null;
    }
    return settings.get(method.substring(method.startsWith("is") ? 2 : 3));
  }

  private void setAutoCommit(boolean wanted) throws SQLException {
    if (wanted && node.isPresent()) {
      throw new SQLException("a test must see that this would commit");
    }
    autoCommit = wanted;
  }

  private void commit() throws SQLException {
    if (doomed.isPresent()) {
      throw known(new SQLException("doomed", "25000"), Phase.IN_TRANSACTION);
    }
    try {
      database.reach(
          "commit",
          () -> {
            database.rows().putAll(pending);
            added.forEach(database::add);
          });
    } catch (SQLException e) {
      Failure failure = Failures.of(e, Phase.COMMIT);
      if (Classification.of(failure).action() == Verdict.Action.OUTCOME_UNKNOWN) {
        throw known(new CommitOutcomeUnknownException("a", e), failure);
      }
      throw known(e, failure);
    } finally {
      forget();
    }
  }

  private void forget() {
    pending.clear();
    added.clear();
    node = Optional.empty();
    doomed = Optional.empty();
  }

  private SQLException known(SQLException thrown, Phase phase) {
    return known(thrown, Failures.of(thrown, phase));
  }

  private SQLException known(SQLException thrown, Failure failure) {
    failures.put(thrown, failure);
    if (failure.phase() == Phase.IN_TRANSACTION
        && doomed.isEmpty()
        && Classification.of(failure).dooms()) {
      doomed = Optional.of(failure);
    }
    return thrown;
  }

  static <T> T proxy(Class<T> type, Answering answering) {
    InvocationHandler handler =
        (self, method, given) ->
            answering.answer(method.getName(), given == null ? List.of() : list(given));
    return type.cast(
        Proxy.newProxyInstance(
            FakeConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static List<@Nullable Object> list(@Nullable Object[] given) {
    List<@Nullable Object> all = new ArrayList<>();
    for (Object one : given) {
      all.add(one);
    }
    return all;
  }

  /** What a proxy answers. */
  @FunctionalInterface
  interface Answering {
    @Nullable Object answer(String method, List<@Nullable Object> given) throws SQLException;
  }

  /** A statement; its text is its step. Confined to one thread. */
  private final class Prepared {

    private final String sql;
    private final Map<Integer, byte[]> bytes = new HashMap<>();

    Prepared(String sql) {
      this.sql = sql;
    }

    PreparedStatement statement() {
      return proxy(PreparedStatement.class, this::on);
    }

    private @Nullable Object on(String method, List<@Nullable Object> given) throws SQLException {
      return switch (method) {
        case "setBytes" -> bytes.put((Integer) given.get(0), (byte[]) given.get(1));
        case "executeUpdate", "execute" -> {
          run(given.isEmpty() ? sql : (String) given.getFirst());
          yield method.equals("execute") ? false : 1;
        }
        case "executeQuery" -> query(given.isEmpty() ? sql : (String) given.getFirst());
        case "getConnection" -> connection();
        default -> null;
      };
    }

    private void run(String text) throws SQLException {
      reach(
          text,
          () -> {
            if (text.contains("INSERT INTO matapalo_outcome")) {
              insert(text.contains("'fenced'") ? "fenced" : "committed");
            } else if (text.startsWith("add ")) {
              added.add(text.substring("add ".length()));
            }
          });
    }

    private ResultSet query(String text) throws SQLException {
      List<FakeDatabase.Row> found = new ArrayList<>();
      List<OutcomeId> ids = new ArrayList<>();
      reach(
          text,
          () -> {
            database
                .rows()
                .forEach((id, row) -> {
                  boolean same =
                      text.contains("key_hash = ?")
                          ? row.key().equals(hashAt(1))
                          : Arrays.equals(id.toArray(), bytes.get(1));
                  if (same) {
                    found.add(row);
                    ids.add(id);
                  }
                });
          });
      boolean[] read = {text.startsWith("SELECT @@") ? false : found.isEmpty()};
      return proxy(
          ResultSet.class,
          (method, given) ->
              switch (method) {
                case "next" -> {
                  boolean more = !read[0];
                  read[0] = true;
                  yield more;
                }
                case "getBytes" -> column((Integer) given.getFirst(), ids.getFirst(), found);
                case "getString" -> found.getFirst().state();
                case "getLong" -> 50L;
                default -> null;
              });
    }

    private byte @Nullable [] column(int place, OutcomeId id, List<FakeDatabase.Row> found) {
      FakeDatabase.Row row = found.getFirst();
      return switch (place) {
        case 1 -> id.toArray();
        case 3 -> row.payload().map(KeyHash::toArray).orElse(null);
        default -> row.result().map(ResultBytes::toArray).orElse(null);
      };
    }

    private void insert(String state) throws SQLException {
      OutcomeId id = OutcomeId.stored(bytes.getOrDefault(1, new byte[0]));
      Optional<KeyHash> key = hashAt(2);
      boolean taken =
          database.rows().containsKey(id)
              || (key.isPresent()
                  && database.rows().values().stream().anyMatch(row -> row.key().equals(key)));
      if (taken) {
        throw new SQLException("Duplicate entry", "23000", 1062);
      }
      Optional<ResultBytes> result = Optional.ofNullable(bytes.get(4)).map(ResultBytes::of);
      pending.put(id, new FakeDatabase.Row(state, key, hashAt(3), result));
    }

    private Optional<KeyHash> hashAt(int place) {
      return Optional.ofNullable(bytes.get(place)).map(KeyHash::stored);
    }

    private void reach(String text, FakeDatabase.Doing doing) throws SQLException {
      if (doomed.isPresent()) {
        throw known(new SQLException("doomed: roll back first", "25000"), Phase.IN_TRANSACTION);
      }
      node = Optional.of(database.node());
      try {
        database.reach(text.toLowerCase(Locale.ROOT), doing);
      } catch (SQLException e) {
        throw known(e, Phase.IN_TRANSACTION);
      }
    }
  }
}
