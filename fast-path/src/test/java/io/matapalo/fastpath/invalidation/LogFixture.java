package io.matapalo.fastpath.invalidation;

import static io.matapalo.fastpath.invalidation.ReadLog.SOON;
import static io.matapalo.fastpath.invalidation.ReadLog.cache;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A real server, a database of its own for each test, and a reader of the log. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class LogFixture {

  static final String DEEP = "deep";

  Ear ear;
  DatabaseServer server;
  private @Nullable LogReader running;
  Connection connection;
  private int databases;
  String database;

  LogReader reader() {
    return Objects.requireNonNull(running, "a test that reads starts a reader first");
  }

  void readWith(LogReader reader) {
    running = reader;
  }

  abstract DatabaseServer started();

  /** The same server after its end. */
  abstract DatabaseServer again(ServerConfig config);

  abstract TestPositions positions();

  @BeforeAll
  void start() {
    server = started();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    ear = new Ear();
    database = "log" + databases++;
    server.createDatabase(database);
    connection = server.connect(database);
  }

  @AfterEach
  void disconnect() throws SQLException {
    if (running != null) {
      running.close();
    }
    connection.close();
  }

  final LoggedDatabase logged() {
    return new LoggedDatabase(ReadLog.source(server, database), positions());
  }

  final void read(CachePolicy cache) {
    running = ReadLog.start(ReadLog.settings(server, server.port()), logged(), cache, ear);
    await().atMost(SOON).until(() -> reader().progress().connected());
  }

  final void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What is told of all that was run. */
  final List<Stale> told() {
    ReadLog.awaitTold(reader(), logged());
    return ear.takeHeard();
  }
}
