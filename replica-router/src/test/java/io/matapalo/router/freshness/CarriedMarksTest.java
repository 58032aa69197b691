package io.matapalo.router.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.freshness.session.CarriedMarks;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that carries its marks between two instances, both behind the filter that Tomcat 9 finds
 * by itself. Whether the replica is fresh is set by the test, not by the time.
 */
final class CarriedMarksTest {

  private static final String SECRET = "a secret of the test's own";
  private static final String COOKIE = "matapalo-mark=";
  private static final Node PRIMARY = Node.of("a", "jdbc:mysql://a:3306/shop");
  private static final Node REPLICA = Node.of("b", "jdbc:mysql://b:3306/shop");

  @TempDir Path folder;
  private final FakeServer primary = new FakeServer();
  private final FakeServer replica = new FakeServer();
  private final Map<String, Marks> instances = new HashMap<>();
  private Tomcat tomcat;

  @BeforeEach
  void start() throws IOException, LifecycleException {
    primary.uid = "primary";
    replica.uid = "replica";
    tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    deploy("one", SECRET);
    deploy("two", SECRET);
    deploy("none", "");
    tomcat.start();
  }

  @AfterEach
  void stop() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
    instances.values().forEach(Marks::close);
  }

  private void deploy(String instance, String secret) throws IOException {
    Marks marks = marks(secret);
    instances.put(instance, marks);
    Path application = Files.createDirectories(folder.resolve(instance));
    Context context = tomcat.addContext("/" + instance, application.toString());
    // The filter comes by a service file: no library need be searched for annotations.
    StandardJarScanner scanner = new StandardJarScanner();
    scanner.setScanClassPath(false);
    context.setJarScanner(scanner);
    ContextConfig config = new ContextConfig();
    config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
    context.addLifecycleListener(config);
    Tomcat.addServlet(context, "orders", new Orders(marks));
    context.addServletMappingDecoded("/*", "orders");
  }

  private Marks instance(String name) {
    return Objects.requireNonNull(instances.get(name), name);
  }

  private Marks marks(String secret) {
    return Marks.create(
        MarkSettings.from(Map.of("marks.secret", secret, "marks.wait", "0ms")),
        List.of(PRIMARY, REPLICA),
        node -> (node.equals(PRIMARY) ? primary : replica).connect());
  }

  /** Writes at the primary, or reads at the replica if that may serve. */
  private final class Orders extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient FreshnessGate gate;

    Orders(Marks marks) {
      this.gate = marks.gate();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String path = request.getPathInfo();
      try {
        response.addCookie(new Cookie("own", "1"));
        if (path.equals("/write")) {
          written(gate);
        } else if (!path.equals("/nothing")) {
          response.getWriter().print(read(gate));
        }
      } catch (SQLException e) {
        throw new IOException(e);
      }
      if (path.equals("/large")) {
        response.getWriter().print("x".repeat(100_000));
        response.getWriter().flush();
      }
    }
  }

  private void written(FreshnessGate gate) throws SQLException {
    Connection connection = primary.connect();
    NodeStatus status = MarkedNode.status(PRIMARY, Role.PRIMARY);
    gate.opened(connection, status);
    assertThat(gate.ensure(connection, status, Intent.WRITE)).isEqualTo(Freshness.FRESH);
    gate.written(connection, status);
  }

  private Freshness read(FreshnessGate gate) throws SQLException {
    Connection connection = replica.connect();
    NodeStatus status = MarkedNode.status(REPLICA, Role.REPLICA);
    gate.opened(connection, status);
    Freshness freshness = gate.ensure(connection, status, Intent.READ);
    if (freshness == Freshness.FRESH) {
      gate.read(connection, status);
    }
    return freshness;
  }

  private HttpResponse<String> send(String path, String... fields) throws Exception {
    int port = tomcat.getConnector().getLocalPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Optional<String> line(HttpResponse<?> response) {
    List<String> lines = response.headers().allValues("Set-Cookie");
    List<String> ours = lines.stream().filter(each -> each.startsWith(COOKIE)).toList();
    assertThat(ours).hasSizeLessThan(2);
    assertThat(lines).hasSize(ours.size() + 1);
    return ours.stream().findFirst();
  }

  private String cookieOfAWrite() throws Exception {
    primary.logged = "0-1-5";
    String line = line(send("/one/write")).orElseThrow();
    assertThat(line).endsWith("; Path=/; HttpOnly; SameSite=Lax");
    return line.substring(0, line.indexOf(';'));
  }

  @Test
  void anotherInstanceShowsWhatTheClientWrote() throws Exception {
    String cookie = cookieOfAWrite();
    assertThat(send("/two/read").body()).isEqualTo("FRESH");
    assertThat(send("/two/read", "Cookie", cookie).body()).isEqualTo("STALE");
    replica.applied = "0-1-5";
    replica.logged = "0-1-5";
    HttpResponse<String> fresh = send("/two/read", "Cookie", cookie);
    assertThat(fresh.body()).isEqualTo("FRESH");
    assertThat(instance("two").counts().of(Event.TAKEN_IN)).isEqualTo(2);
  }

  @Test
  void whatWasReadIsCarriedOnToo() throws Exception {
    replica.applied = "0-1-7";
    replica.logged = "0-1-7";
    String cookie = line(send("/one/large")).orElseThrow().replaceAll(";.*", "");
    replica.applied = "0-1-6";
    assertThat(send("/two/read", "Cookie", cookie).body()).isEqualTo("STALE");
  }

  @Test
  void aTextThatWasTamperedWithIsAsIfThereWereNone() throws Exception {
    String cookie = cookieOfAWrite();
    char last = cookie.charAt(COOKIE.length() + 5);
    String tampered =
        cookie.substring(0, COOKIE.length() + 5)
            + (last == 'A' ? 'B' : 'A')
            + cookie.substring(COOKIE.length() + 6);
    HttpResponse<String> answer = send("/two/read", "Cookie", tampered);
    assertThat(answer.body()).isEqualTo("FRESH");
    assertThat(instance("two").counts().of(Event.REFUSED_BAD_SIGNATURE)).isEqualTo(1);
    // Nothing was seen at this replica: the client is told to drop what it has.
    assertThat(line(answer).orElseThrow()).startsWith(COOKIE + ";").contains("Max-Age=0");
  }

  @Test
  void aHeaderCarriesThemForWhoHasNoCookies() throws Exception {
    primary.logged = "0-1-5";
    HttpResponse<String> written = send("/one/write", "X-Matapalo-Mark", "none");
    String mark = written.headers().firstValue("X-Matapalo-Mark").orElseThrow();
    assertThat(mark).startsWith("v1.");
    assertThat(send("/two/read", "X-Matapalo-Mark", mark).body()).isEqualTo("STALE");
    assertThat(send("/one/write").headers().firstValue("X-Matapalo-Mark")).isEmpty();
  }

  /** The client keeps what it has; without a secret requests share the instance's own session. */
  @Test
  void nothingIsHandedOutWhereNothingIsKnownOrNoSecretIsSet() throws Exception {
    String cookie = cookieOfAWrite();
    assertThat(line(send("/two/nothing", "Cookie", cookie))).isEmpty();
    assertThat(line(send("/none/write"))).isEmpty();
    assertThat(send("/none/read").body()).isEqualTo("STALE");
  }

  /** The filter in an application, the driver in a server's module. */
  @Test
  void theFiltersCopyNeedNotBeTheDriversOwn() throws Exception {
    primary.logged = "0-1-5";
    URL classes = CarriedMarks.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> copy = loader.loadClass(CarriedMarks.class.getName());
      AutoCloseable first = (AutoCloseable) copy.getMethod("open", String.class).invoke(null, "");
      written(instance("one").gate());
      Optional<?> text = (Optional<?>) copy.getMethod("text").invoke(first);
      first.close();
      AutoCloseable second =
          (AutoCloseable) copy.getMethod("open", String.class).invoke(null, text.orElseThrow());
      assertThat(read(instance("two").gate())).isEqualTo(Freshness.STALE);
      second.close();
    }
  }

  /** What a request does not use, its client still carries. */
  @Test
  void marksOfOtherClustersStay() throws Exception {
    String cookie = cookieOfAWrite().substring(COOKIE.length());
    try (Marks other =
            Marks.create(
                MarkSettings.from(Map.of("marks.secret", SECRET, "marks.cluster", "other")),
                List.of(PRIMARY, REPLICA),
                node -> primary.connect());
        CarriedMarks carried = CarriedMarks.open(cookie)) {
      assertThat(carried.text()).isEmpty();
      written(other.gate());
      String both = carried.text().orElseThrow();
      assertThat(both).endsWith("~" + cookie).startsWith("v1.");
      try (CarriedMarks later = CarriedMarks.open(both)) {
        assertThat(read(instance("two").gate())).isEqualTo(Freshness.STALE);
        assertThat(later.text().orElseThrow().split("~", -1)).hasSize(2);
      }
    }
  }
}
