package io.matapalo.fastpath.invalidation;

import static org.awaitility.Awaitility.await;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.Scope;
import io.matapalo.fastpath.cache.StaleBy;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.invalidation.link.LinkSettings;
import io.matapalo.fastpath.invalidation.link.LogAddress;
import io.matapalo.testkit.server.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/** Starts readers on a server's log, and waits for what they tell. Stateless. */
final class ReadLog {

  static final Duration SOON = Duration.ofMinutes(1);
  static final Platform PLATFORM =
      new Platform(
          System::nanoTime,
          Thread.ofPlatform().daemon().name("log-").factory(),
          new SplittableRandom(7));

  private ReadLog() {}

  static CachePolicy cache(String name, StaleBy... by) {
    return new CachePolicy(
        name, Scope.PROCESS, 100, Duration.ofMinutes(1), Duration.ZERO, 0, Arrays.asList(by));
  }

  static StaleBy by(String table, String key) {
    return new StaleBy(table, Optional.of(key));
  }

  static LogSettings settings(DatabaseServer server, Integer... ports) {
    return LogSettings.of(
        Arrays.stream(ports).map(port -> new LogAddress("127.0.0.1", port)).toList(),
        LinkSettings.of(server.user(), server.password())
            .withTimes(Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofSeconds(20)));
  }

  static DataSource source(DatabaseServer server, String database) {
    return source(server, database, server.port());
  }

  static DataSource source(DatabaseServer server, String database, int port) {
    MysqlDataSource source = new MysqlDataSource();
    source.setUrl(server.jdbcUrl(database, port));
    source.setUser(server.user());
    source.setPassword(server.password());
    return source;
  }

  static LogReader start(
      LogSettings settings,
      LoggedDatabase database,
      CachePolicy cache,
      InvalidationTarget... targets) {
    return LogReader.start(settings, database, List.of(cache), Arrays.asList(targets), PLATFORM);
  }

  static Position position(DataSource source, Positions positions) {
    try (Connection connection = source.getConnection()) {
      return new PositionQuestion(positions, 10).ask(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until all that the database holds now was told. */
  static void awaitTold(LogReader reader, LoggedDatabase database) {
    Position now = position(database.primary(), database.positions());
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> reader.progress().told().filter(told -> told.contains(now)).isPresent());
  }
}
