package io.matapalo.testkit.server;

import io.matapalo.testkit.binaries.TestkitException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A real database server on loopback, with a data folder and two users of its own. It dies with
 * this JVM. Thread-safe.
 */
public abstract class DatabaseServer extends LocalServer {
  /** May do everything; for set-up and faults, not for applications. */
  public static final String ADMINISTRATOR = "administrator";

  private static final String CONNECTOR_J =
      "useLocalSessionState=true&rewriteBatchedStatements=true&cachePrepStmts=true"
          + "&useServerPrepStmts=false&trackSessionState=true&sslMode=DISABLED"
          + "&allowPublicKeyRetrieval=true&connectionTimeZone=UTC&connectTimeout=5000&socketTimeout=60000";

  protected DatabaseServer(ServerStart.Running running) {
    super(running);
  }

  /** For MySQL Connector/J, with the settings that this project recommends. */
  public final String jdbcUrl(String database) {
    return jdbcUrl(database, port());
  }

  /** The same by another port of 127.0.0.1, where a relay to this server listens. */
  public final String jdbcUrl(String database, int relayPort) {
    return jdbcUrl(database, List.of(relayPort));
  }

  /** The same with several servers in it, for a router. */
  public static String jdbcUrl(String database, List<Integer> ports) {
    return "jdbc:mysql://%s/%s?%s"
        .formatted(
            ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")),
            database,
            CONNECTOR_J);
  }

  /**
   * The application's: may define and change tables and ask for the state of replication, but not
   * write to a read-only server.
   */
  public final String user() {
    return config().login().user();
  }

  /** Of both users. */
  public final String password() {
    return config().login().password();
  }

  public final String administrator() {
    return ADMINISTRATOR;
  }

  /** A connection of the application's user. */
  public final Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), user(), password());
  }

  /** One column of all rows that the application's user gets for a query. */
  public final List<String> ask(String query, String column) {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(column));
      }
      return values;
    } catch (SQLException e) {
      throw new TestkitException("cannot ask the server on port " + port(), e);
    }
  }

  /** Creates a database unless it is there. */
  public final void createDatabase(String name) {
    requireName(name);
    administer("create database if not exists " + name);
  }

  /**
   * Refuses what {@link #createDatabase} would not take, before any server runs.
   *
   * @throws IllegalArgumentException unless a letter comes first, then 0 to 60 of A-Z a-z 0-9 _
   */
  public static void requireName(String name) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_]{0,60}")) {
      throw new IllegalArgumentException(
          "a database name is 1 to 61 of A-Z a-z 0-9 _, a letter first; was '" + name + "'");
    }
  }

  /** Runs statements, one after another on one connection, as the administrator. */
  public final void administer(String... statements) {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl(""), ADMINISTRATOR, password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new TestkitException(
          "the server on port %d refused what its administrator asked: %s".formatted(port(), e), e);
    }
  }
}
