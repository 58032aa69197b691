package io.matapalo.recorder.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.p6spy.engine.spy.P6SpyDriver;
import io.matapalo.recorder.counting.UnitReport;
import io.matapalo.recorder.doors.Tracer.Login;
import io.matapalo.recorder.trace.SqlTrace;
import io.matapalo.testkit.ResultPage;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import net.ttddyy.observation.tracing.DataSourceObservationListener;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes the page that sets the recorder's counts beside those of other tracers. */
@Tag("prove")
final class DoorsPageIT {

  private static final List<String> SOURCES =
      List.of(
          "replica-router/src/main/java/io/matapalo/recorder",
          "replica-router/src/test/java/io/matapalo/recorder/doors",
          "replica-router/src/peers");

  @TempDir static Path folder;

  private final ResultPage page =
      new ResultPage(
          "recorder-doors",
          new ResultPage.Subject(
              "./matapalo prove doors",
              "`useLocalSessionState=true`, batches neither rewritten nor in bulk, unless the row says so",
              SOURCES,
              Duration.ofDays(3)));

  @Test
  void everyTracerIsSetBesideTheServer() throws Exception {
    page.fact("versions", versions());
    INTRODUCTION.lines().forEach(this::line);
    line("");
    try (DoorServer server = DoorServer.start(folder)) {
      for (String vendor : List.of("mysql", "mariadb")) {
        line("## " + (vendor.equals("mysql") ? "MySQL Connector/J" : "MariaDB Connector/J"));
        line("");
        line("| door | sent | server | ours | p6spy | dsproxy | micrometer | OTel | Hibernate |");
        line("|---|---|---|---|---|---|---|---|---|");
        for (Door door : Doors.all()) {
          line(row(server, vendor, door));
        }
        line("");
      }
    }
    CONCLUSION.lines().forEach(this::line);
    if (Boolean.getBoolean("matapalo.prove")) {
      page.write(Path.of(System.getProperty("matapalo.root")), Instant.now());
    }
  }

  private static final String INTRODUCTION =
      """
      How many statements a server ran, by its counters `Com_*`, and how many each tracer told of, with its \
      defaults. *Sent* is what the application sends, *server* what arrived as statements; settings, commits and \
      rollbacks are left out. *Ours* must equal *sent* in every row, and `DoorsIT` holds it so in each build.
      """;

  private static final String CONCLUSION =
      """
      *dsproxy* is datasource-proxy, *micrometer* datasource-micrometer, *OTel* OpenTelemetry's JDBC library. \
      *Hibernate* is its statistics of prepared statements: they count what Hibernate itself prepares, and here the \
      doors are plain JDBC within `Session.doWork`. *fails* says that the door does not work through the tracer.

      - A batch counts as none or as one elsewhere, and a text with several statements as one.
      - An empty batch, and a refusal by the driver, count elsewhere although the server was asked nothing.
      - Rows changed through a result, and statements taken back from results or metadata, escape the others.
      - Where *server* is above *sent*, the driver asked for more by itself; below, it joined the entries of a batch.
      """;

  private static String versions() {
    return Stream.of(
            com.mysql.cj.jdbc.Driver.class,
            org.mariadb.jdbc.Driver.class,
            P6SpyDriver.class,
            ProxyDataSourceBuilder.class,
            DataSourceObservationListener.class,
            JdbcTelemetry.class,
            SessionFactory.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .map(path -> Path.of(path).getFileName().toString().replace(".jar", ""))
        .collect(Collectors.joining(", "));
  }

  private String row(DoorServer server, String vendor, Door door) throws Exception {
    String url = server.url(vendor, door.settings());
    server.fill();
    UnitReport report;
    Map<String, Long> ran;
    try (Connection connection =
        DriverManager.getConnection("jdbc:matapalo:" + url, server.user(), server.password())) {
      server.counts().begin();
      report = SqlTrace.of(() -> door.work().on(connection)).report();
      ran = Told.ofServer(server.counts().grown());
    }
    boolean isAsSent = door.served() == Door.Served.AS_SENT;
    long sent = Told.all(isAsSent ? ran : door.told());
    assertThat(report.count()).as(door.title()).isEqualTo(sent);
    StringBuilder row = new StringBuilder("| " + door.title());
    row.append(" | ").append(sent).append(" | ").append(Told.all(ran));
    row.append(" | ").append(report.count());
    Login login = new Login("jdbc:" + url, server.user(), server.password());
    for (Tracer tracer : Tracer.values()) {
      server.fill();
      row.append(" | ").append(told(tracer, login, door));
    }
    return row.append(" |").toString();
  }

  private static String told(Tracer tracer, Login login, Door door) {
    try {
      return Long.toString(tracer.trace(login, door.work()));
    } catch (SQLException | RuntimeException e) {
      System.out.printf("%s does not pass %s: %s%n", door, tracer, e);
      return "fails";
    }
  }

  private void line(String text) {
    System.out.println(text);
    page.line(text);
  }
}
