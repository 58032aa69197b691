package io.matapalo.router.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.testkit.topology.MariaDbNode;
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

  private static final int REQUESTS = 50;
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  @TempDir static Path folder;
  private static OrdersDatabase database;
  private static OrdersCluster cluster;
  private static DebianTomcat tomcat;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    database = OrdersDatabase.start(folder.resolve("database"));
    cluster = OrdersCluster.start(folder.resolve("cluster"));
    tomcat = DebianTomcat.in(Files.createDirectories(folder.resolve("tomcat")));
    tomcat.library(JAR);
    tomcat.library(mysqlDriver());
    Path classes = ForeignWar.classes(folder, tomcat.servletApi(), source -> source);
    Path servlet = classes.resolve("OrdersServlet.class");
    tomcat.deploy("shop", war(servlet, "shop", database.contextXml()));
    Map<String, Path> withJar = new HashMap<>(war(servlet, "outlet", database.contextXml()));
    withJar.put("WEB-INF/lib/replica-router.jar", JAR);
    tomcat.deploy("outlet", withJar);
    tomcat.deploy("branch", war(servlet, "branch", cluster.contextXml("vm1")));
    tomcat.deploy("depot", war(servlet, "depot", cluster.contextXmlNamed("depot")));
    tomcat.start(
        Map.of(
            "matapalo.depot.nodes", cluster.hosts(),
            "matapalo.depot.topology", "multi-primary",
            "matapalo.depot.health.timeout", "10s",
            "matapalo.depot.instance", "vm2"));
    await().atMost(DEADLINE).pollInterval(Duration.ofMillis(100)).until(DebianTomcatIT::isUp);
  }

  private static Map<String, Path> war(Path servlet, String name, String context)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".xml"), context);
    return Map.of("META-INF/context.xml", file, "WEB-INF/classes/OrdersServlet.class", servlet);
  }

  private static boolean isUp() throws Exception {
    try {
      return get("/outlet/matapalo/sql").statusCode() == 200
          && get("/shop/matapalo/sql").statusCode() == 200
          && get("/branch/matapalo/sql").statusCode() == 200
          && get("/depot/matapalo/sql").statusCode() == 200;
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
        OrdersCluster nodes = cluster;
        DebianTomcat first = tomcat) {
      assertThat(last).isNotNull();
      assertThat(nodes).isNotNull();
      assertThat(first).isNotNull();
    }
  }

  private static HttpResponse<String> get(String path, String... fields) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(tomcat.url(path))).timeout(LONGEST_REQUEST);
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
  void servesOnThreeNodesByItsUrlAloneAndGoesOnWhenItsNodeIsKilled() throws Exception {
    String own = nodeThatServes("/branch/orders/1");
    assertThat(nodeThatServes("/branch/orders/1")).isEqualTo(own);
    long before = cluster.visits(node(own));
    assertThat(get("/branch/orders/1").body()).isEqualTo("order 1 has 2 lines\n");

    node(own).kill();
    long killed = System.nanoTime();
    int failed = 0;
    while (get("/branch/orders/1").statusCode() != 200) {
      failed++;
      assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(DEADLINE);
    }

    System.out.printf(
        "tomcat: served again %d ms after its node was killed, %d requests failed%n",
        Duration.ofNanos(System.nanoTime() - killed).toMillis(), failed);
    assertThat(cluster.visits(cluster.alive().getFirst()))
        .isBetween(before + 2, before + 2 + failed);
    assertThat(get("/branch/matapalo/sql").body())
        .contains("\"operation\":\"GET /branch/orders/{number}\"");
  }

  @Test
  void takesItsNodesFromSystemProperties() throws Exception {
    String own = nodeThatServes("/depot/orders/2");
    assertThat(nodeThatServes("/depot/orders/2")).as(tomcat.log()).isEqualTo(own);
  }

  /** The node that takes requests of four queries each: those of one watch are four a second. */
  private static String nodeThatServes(String path) throws Exception {
    Map<String, Long> before = cluster.queries();
    for (int i = 0; i < REQUESTS; i++) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(answer.body() + tomcat.log()).isEqualTo(200);
    }
    Map<String, Long> after = cluster.queries();
    after.keySet().removeIf(name -> after.get(name) - before.get(name) < REQUESTS * 4);
    assertThat(after).hasSize(1);
    return after.keySet().iterator().next();
  }

  private static MariaDbNode node(String name) {
    return cluster.alive().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void runsOnJava17() throws Exception {
    assertThat(tomcat.javaRelease()).contains("JAVA_VERSION=\"17.");
  }
}
