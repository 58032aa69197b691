package io.matapalo.router.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Embedded servers of Spring Boot, which run no servlet initialisers: the jar on the class path
 * labels requests and carries marks. Their pool has autocommit off and a validation query.
 */
final class SpringBootIT {

  private static final String BOOT_3 = "3.5.7";
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir static Path databaseFolder;
  @TempDir Path folder;
  private static MariaDb database;

  @BeforeAll
  static void start() {
    database = MariaDb.start(ServerConfig.inFolder(databaseFolder));
    database.createDatabase("shop");
    database.administer("create table shop.orders (id int auto_increment primary key)");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void anEmbeddedTomcatHasTheFilter() throws Exception {
    filters(BOOT_3, "tomcat");
  }

  @ParameterizedTest
  @CsvSource({"3.5.7,jetty", "3.5.7,undertow", "4.1.2,tomcat", "4.1.2,jetty"})
  @Tag("deep")
  void anEmbeddedServerHasTheFilter(String boot, String server) throws Exception {
    filters(boot, server);
  }

  private void filters(String boot, String server) throws Exception {
    try (SpringBootApplication application =
        new SpringBootApplication(folder, boot, server, database)) {
      await().atMost(DEADLINE).pollInterval(Duration.ofMillis(100)).until(application::isUp);
      HttpResponse<String> stored = application.send("POST", "/orders", "X-Matapalo-Mark", "none");
      assertThat(stored.body()).as(application::log).isEqualTo("1 stored");
      String mark = stored.headers().firstValue("X-Matapalo-Mark").orElse("");
      assertThat(mark).startsWith("v1.");
      assertThat(stored.headers().firstValue("Set-Cookie").orElse(""))
          .startsWith("matapalo-mark=" + mark + ";");

      HttpResponse<String> read = application.send("GET", "/orders", "X-Matapalo-Mark", mark);
      assertThat(read.body()).endsWith("read-only true").doesNotStartWith("0 ");
      assertThat(read.headers().firstValue("X-Matapalo-Mark").orElse("")).startsWith("v1.");
      assertThat(application.send("GET", "/matapalo/sql").body())
          .contains("\"operation\":\"GET /orders\",\"requests\":1")
          .contains("\"operation\":\"POST /orders\",\"requests\":1");
    }
  }
}
