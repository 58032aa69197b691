package io.matapalo.recorder.doors;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.p6spy.engine.logging.Category;
import com.p6spy.engine.spy.appender.FormattedLogger;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.QueryCountHolder;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import net.ttddyy.observation.tracing.DataSourceObservationListener;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.mariadb.jdbc.MariaDbDataSource;

/** A tracer of JDBC with its defaults, and how many statements it has told of. */
enum Tracer {
  P6SPY("p6spy") {
    @Override
    long trace(Login login, Door.Work work) throws SQLException {
      System.setProperty("p6spy.config.appender", SpyLog.class.getName());
      String url = login.url().replaceFirst("^jdbc:", "jdbc:p6spy:");
      try (Connection connection =
          DriverManager.getConnection(url, login.user(), login.password())) {
        SpyLog.LINES.set(0);
        work.on(connection);
        return SpyLog.LINES.get();
      }
    }
  },
  DATASOURCE_PROXY("datasource-proxy") {
    @Override
    long trace(Login login, Door.Work work) throws SQLException {
      DataSource proxy = ProxyDataSourceBuilder.create(login.source()).countQuery().build();
      try (Connection connection = proxy.getConnection()) {
        QueryCountHolder.clear();
        work.on(connection);
        return QueryCountHolder.getGrandTotal().getTotal();
      }
    }
  },
  MICROMETER("datasource-micrometer") {
    @Override
    long trace(Login login, Door.Work work) throws SQLException {
      AtomicLong queries = new AtomicLong();
      ObservationRegistry registry = ObservationRegistry.create();
      registry.observationConfig().observationHandler(counting(queries));
      DataSourceObservationListener listener = new DataSourceObservationListener(registry);
      DataSource proxy =
          ProxyDataSourceBuilder.create(login.source())
              .listener(listener)
              .methodListener(listener)
              .build();
      try (Connection connection = proxy.getConnection()) {
        work.on(connection);
        return queries.get();
      }
    }
  },
  OPEN_TELEMETRY("OpenTelemetry JDBC") {
    @Override
    long trace(Login login, Door.Work work) throws SQLException {
      SpanCount spans = new SpanCount();
      try (SdkTracerProvider provider =
          SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build()) {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().setTracerProvider(provider).build();
        DataSource traced = JdbcTelemetry.create(sdk).wrap(login.source());
        try (Connection connection = traced.getConnection()) {
          spans.count.set(0);
          work.on(connection);
          return spans.count.get();
        }
      }
    }
  },
  HIBERNATE("Hibernate statistics") {
    @Override
    long trace(Login login, Door.Work work) {
      try (SessionFactory factory = login.hibernate().buildSessionFactory();
          Session session = factory.openSession()) {
        factory.getStatistics().clear();
        session.doWork(work::on);
        return factory.getStatistics().getPrepareStatementCount();
      }
    }
  };

  private final String title;

  Tracer(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** How many statements it tells of {@code work}. */
  abstract long trace(Login login, Door.Work work) throws SQLException;

  /**
   * How to reach the database.
   *
   * @param url with {@code jdbc:} and the driver's own name
   */
  record Login(String url, String user, String password) {

    DataSource source() throws SQLException {
      if (url.startsWith("jdbc:mariadb:")) {
        MariaDbDataSource source = new MariaDbDataSource(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
      }
      MysqlDataSource source = new MysqlDataSource();
      source.setUrl(url);
      source.setUser(user);
      source.setPassword(password);
      return source;
    }

    Configuration hibernate() {
      return new Configuration()
          .setProperty("hibernate.connection.url", url)
          .setProperty("hibernate.connection.username", user)
          .setProperty("hibernate.connection.password", password)
          .setProperty("hibernate.connection.autocommit", "true")
          .setProperty("hibernate.dialect", "org.hibernate.dialect.MariaDBDialect")
          .setProperty("hibernate.boot.allow_jdbc_metadata_access", "false")
          .setProperty("hibernate.generate_statistics", "true");
    }

    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  private static ObservationHandler<Observation.Context> counting(AtomicLong queries) {
    return new ObservationHandler<>() {
      @Override
      public boolean supportsContext(Observation.Context context) {
        return true;
      }

      @Override
      public void onStop(Observation.Context context) {
        if ("jdbc.query".equals(context.getName())) {
          queries.incrementAndGet();
        }
      }
    };
  }

  /** p6spy's log, with the categories that it leaves out by default left out. */
  public static final class SpyLog extends FormattedLogger {
    static final AtomicLong LINES = new AtomicLong();

    /** For p6spy. */
    public SpyLog() {}

    @Override
    public void logException(Exception e) {}

    @Override
    public void logText(String text) {}

    @Override
    public boolean isCategoryEnabled(Category category) {
      return true;
    }

    @Override
    public void logSQL(
        int connection,
        String now,
        long elapsed,
        Category category,
        String prepared,
        String sql,
        String url) {
      if (Category.STATEMENT.equals(category) || Category.BATCH.equals(category)) {
        LINES.incrementAndGet();
      }
    }
  }

  private static final class SpanCount implements SpanExporter {
    private final AtomicLong count = new AtomicLong();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      count.addAndGet(spans.size());
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
