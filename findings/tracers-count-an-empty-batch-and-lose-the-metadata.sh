#!/usr/bin/env bash
# datasource-proxy 1.11.0 and OpenTelemetry JDBC 2.31.1-alpha over H2 2.3.232: a batch without entries counts as a
# statement, and a statement made on the connection that metadata lead back to does not count at all.
#
# Guess: both count what is sent. An empty batch sends nothing, so it is no statement. DatabaseMetaData.getConnection()
# is, by its contract, the connection that made the metadata: the traced one, whose statements are counted.
# Behaviour: executeBatch() with nothing in it is one query, or one span. getMetaData().getConnection() is the driver's
# own connection, and what runs on it is never seen.
# Needs Maven, and a JDK of 17 or later. Exit 0: seen as described.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>net.ttddyy</groupId><artifactId>datasource-proxy</artifactId><version>1.11.0</version></dependency>
    <dependency><groupId>io.opentelemetry.instrumentation</groupId><artifactId>opentelemetry-jdbc</artifactId><version>2.31.1-alpha</version></dependency>
    <dependency><groupId>io.opentelemetry</groupId><artifactId>opentelemetry-sdk</artifactId><version>1.65.0</version></dependency>
    <dependency><groupId>com.h2database</groupId><artifactId>h2</artifactId><version>2.3.232</version></dependency>
  </dependencies>
</project>
POM
cat >"$work/Probe.java" <<'JAVA'
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.*;
import java.sql.*;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.QueryCountHolder;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.h2.jdbcx.JdbcDataSource;

public class Probe {
  interface Work { void on(Connection connection) throws SQLException; }

  static void tell(String tracer, DataSource traced, LongSupplier count) throws SQLException {
    tell(tracer + ", one statement", traced, count, c -> c.createStatement().execute("select 1"));
    tell(tracer + ", an empty batch", traced, count, c -> c.createStatement().executeBatch());
    tell(
        tracer + ", a statement by way of the metadata", traced, count,
        c -> c.getMetaData().getConnection().createStatement().execute("select 1"));
  }

  static void tell(String what, DataSource traced, LongSupplier count, Work work) throws SQLException {
    try (Connection connection = traced.getConnection()) {
      long before = count.getAsLong();
      work.on(connection);
      System.out.println(what + ": " + (count.getAsLong() - before));
    }
  }

  public static void main(String[] arguments) throws Exception {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:");
    tell(
        "datasource-proxy", ProxyDataSourceBuilder.create(h2).countQuery().build(),
        () -> QueryCountHolder.getGrandTotal().getTotal());
    AtomicLong spans = new AtomicLong();
    SpanProcessor counting = new SpanProcessor() {
      @Override public void onStart(Context parent, ReadWriteSpan span) {}
      @Override public boolean isStartRequired() { return false; }
      @Override public void onEnd(ReadableSpan span) { spans.incrementAndGet(); }
      @Override public boolean isEndRequired() { return true; }
    };
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(counting).build()).build();
    tell("OpenTelemetry", JdbcTelemetry.create(sdk).wrap(h2), spans::get);
  }
}
JAVA
(cd "$work" && mvn -B -q dependency:copy-dependencies -DoutputDirectory=lib >mvn.log 2>&1) ||
  { cat "$work/mvn.log"; echo "not run: the libraries cannot be fetched"; exit 2; }
(cd "$work" && java -cp "lib/*" Probe.java) | tee "$work/seen"
diff "$work/seen" - <<'SEEN'
datasource-proxy, one statement: 1
datasource-proxy, an empty batch: 1
datasource-proxy, a statement by way of the metadata: 0
OpenTelemetry, one statement: 1
OpenTelemetry, an empty batch: 1
OpenTelemetry, a statement by way of the metadata: 0
SEEN
echo "seen as described"
