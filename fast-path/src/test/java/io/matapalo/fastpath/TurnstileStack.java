package io.matapalo.fastpath;

import io.matapalo.fastpath.cache.redis.RedisAddress;
import io.matapalo.fastpath.session.SessionTimes;
import io.matapalo.migration.DatabaseAddress;
import io.matapalo.migration.Migrator;
import io.matapalo.migration.Step;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.vendors.MessageGateway;
import io.matapalo.testkit.vendors.TaxService;
import io.matapalo.testkit.vendors.VendorSettings;
import io.matapalo.testkit.vendors.payment.PaymentProvider;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Real database and Redis, simulated vendors, and a fast path on them; for tests. */
final class TurnstileStack implements AutoCloseable {

  /**
   * Last uses are written when a server starts and when it ends, and not between: a test counts
   * statements of the whole process, so that a flush by the clock would fall into its count.
   */
  static final SessionTimes NEVER_FLUSHED =
      new SessionTimes(
          Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofDays(1), Duration.ofHours(24));

  private final Resources resources = new Resources();
  private final AtomicInteger journals = new AtomicInteger();
  private final Path folder;
  final TurnstileDatabase database;
  final Redis redis;
  final PaymentProvider payments;
  final TaxService taxes;
  final MessageGateway messages;
  final FaultyRelay paymentRelay;
  final FastPathServer server;

  private TurnstileStack(Path folder, TurnstileDatabase database, AutoCloseable servers) {
    this.folder = folder;
    this.database = database;
    resources.keep(servers);
    redis = resources.keep(Redis.start(ServerConfig.inFolder(folder.resolve("redis"))));
    payments = resources.keep(PaymentProvider.start(VendorSettings.defaults()));
    taxes = resources.keep(TaxService.start(VendorSettings.defaults()));
    messages = resources.keep(MessageGateway.start(VendorSettings.defaults()));
    paymentRelay = resources.keep(FaultyRelay.before(payments.url()));
    migrate();
    server = resources.keep(FastPathServer.start(config()));
  }

  static TurnstileStack start(Path folder) {
    MariaDb server = MariaDb.start(ServerConfig.inFolder(folder.resolve("db")));
    server.createDatabase("turnstile");
    return on(
        TurnstileDatabase.of(server.jdbcUrl("turnstile"), server.user(), server.password()),
        server,
        folder);
  }

  /** On servers that have an empty database; they are closed with the stack. */
  static TurnstileStack on(TurnstileDatabase database, AutoCloseable servers, Path folder) {
    return new TurnstileStack(folder, database, servers);
  }

  FastPathConfig config() {
    return config(database, newJournal());
  }

  /** The same by another port, where a relay to the database listens. */
  FastPathConfig configAtPort(int port) {
    return config(database.atPort(port), newJournal());
  }

  /** The same by another way to the database. */
  FastPathConfig config(TurnstileDatabase chosen) {
    return config(chosen, newJournal());
  }

  /** The same, counting uses in this journal. */
  FastPathConfig configOn(Path journal) {
    return config(database, journal);
  }

  private FastPathConfig config(TurnstileDatabase chosen, Path journal) {
    FastPathConfig.Timing timing =
        new FastPathConfig.Timing(
            Duration.ofSeconds(8),
            Duration.ofSeconds(3),
            new FastPathConfig.Background(
                Duration.ofMillis(200), Duration.ofSeconds(9), Duration.ofMinutes(5)),
            Duration.ofSeconds(60),
            NEVER_FLUSHED);
    return new FastPathConfig(
        FastPathConfig.Listener.DEFAULT,
        new FastPathConfig.Database(
            chosen.routedUrl(), chosen.user(), chosen.password(), 24, Duration.ofSeconds(5)),
        FastPathConfig.Vendors.at(URI.create(paymentRelay.url()), URI.create(taxes.url())),
        FastPathConfig.Notification.at(URI.create(messages.url())),
        FastPathConfig.Cache.at(RedisAddress.parse(redis.url())),
        timing,
        FastPathConfig.Usage.in(journal));
  }

  /** Each instance has its own. */
  Path newJournal() {
    return folder.resolve("usage-%d.journal".formatted(journals.incrementAndGet()));
  }

  SoapClient client() {
    return new SoapClient(server.url());
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  /** Each row as its columns joined by a bar. */
  List<String> rows(String sql, Object... parameters) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          List<String> columns = new ArrayList<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            columns.add(String.valueOf(row.getString(i)));
          }
          rows.add(String.join("|", columns));
        }
      }
      return rows;
    }
  }

  void update(String sql, Object... parameters) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        update.setObject(i + 1, parameters[i]);
      }
      update.executeUpdate();
    }
  }

  @Override
  public void close() {
    resources.close();
  }

  private void migrate() {
    Path changelog =
        Path.of(System.getProperty("matapalo.root", ".."))
            .resolve("migration/turnstile/changelog/root.yaml");
    DatabaseAddress address =
        new DatabaseAddress(
            database.jdbcUrl(), database.user(), database.password(), Duration.ofSeconds(5));
    Migrator.plan(address, changelog).run(new Step.Update());
  }
}
