package io.matapalo.router.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar as it is shipped, in a server and an application that know nothing of it: Debian's Tomcat
 * 10 on Java 17, with Tomcat's own pool.
 */
final class DebianTomcatIT {

  private static final Path JAR = Path.of("target/replica-router.jar");

  @TempDir static Path folder;
  private static OrdersDatabase database;
  private static DebianTomcat tomcat;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    database = OrdersDatabase.start(folder.resolve("database"));
    tomcat = DebianTomcat.in(Files.createDirectories(folder.resolve("tomcat")));
    tomcat.library(JAR);
    tomcat.library(mysqlDriver());
    Path classes = ForeignWar.classes(folder, tomcat.servletApi(), source -> source);
    Path context = Files.writeString(folder.resolve("context.xml"), database.contextXml());
    Map<String, Path> files =
        Map.of(
            "META-INF/context.xml",
            context,
            "WEB-INF/classes/OrdersServlet.class",
            classes.resolve("OrdersServlet.class"));
    tomcat.deploy("shop", files);
    Map<String, Path> withJar = new HashMap<>(files);
    withJar.put("WEB-INF/lib/replica-router.jar", JAR);
    tomcat.deploy("outlet", withJar);
    tomcat.start();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(DebianTomcatIT::isUp);
  }

  private static boolean isUp() throws Exception {
    try {
      return get("/outlet/matapalo/sql").statusCode() == 200
          && get("/shop/matapalo/sql").statusCode() == 200;
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  private static Path mysqlDriver() throws Exception {
    return Path.of(
        com.mysql.cj.jdbc.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @AfterAll
  static void stop() {
    try (OrdersDatabase last = database;
        DebianTomcat first = tomcat) {
      assertThat(last).isNotNull();
      assertThat(first).isNotNull();
    }
  }

  private static HttpResponse<String> get(String path, String... fields) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tomcat.url(path)));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void reportsTheStatementsOfEachRequestOfAnApplicationThatHasNothingOfIt() throws Exception {
    assertThat(get("/shop/orders/1").body()).isEqualTo("order 1 has 2 lines\n");
    assertThat(get("/shop/orders/2").body()).isEqualTo("order 2 has 1 lines\n");

    assertThat(get("/shop/matapalo/sql").body())
        .as(tomcat.log())
        .contains(
            "\"operation\":\"GET /shop/orders/{number}\",\"requests\":2,\"statements\":"
                + "{\"select\":8,\"insert\":0,\"update\":2,\"delete\":0,\"other\":0}");
  }

  @Test
  void countsOnceWhereTheApplicationBringsTheJarToo() throws Exception {
    get("/outlet/orders/1");

    assertThat(get("/outlet/matapalo/sql").body())
        .as(tomcat.log())
        .contains(
            "\"operation\":\"GET /outlet/orders/{number}\",\"requests\":1,\"statements\":"
                + "{\"select\":4,\"insert\":0,\"update\":1,\"delete\":0,\"other\":0}");
  }

  @Test
  void runsOnJava17() throws Exception {
    assertThat(tomcat.javaRelease()).contains("JAVA_VERSION=\"17.");
  }
}
