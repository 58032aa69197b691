package io.matapalo.perf.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matapalo.perf.Main;
import io.matapalo.perf.launcher.servers.DatabaseNetwork;
import io.matapalo.perf.launcher.servers.DatabaseTopology;
import io.matapalo.perf.launcher.servers.TestkitProcesses;
import io.matapalo.perf.launcher.servers.TestkitServers;
import io.matapalo.perf.launcher.stack.Placeholders;
import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.perf.launcher.stack.RunFolder;
import io.matapalo.perf.launcher.stack.RunningStack;
import io.matapalo.perf.launcher.stack.StackFile;
import io.matapalo.perf.launcher.stack.StackLauncher;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * The stack of {@code ./matapalo up}, started for tests, with the means to steer and to break it.
 * Thread-safe.
 */
final class Chain implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final Duration EFFECTIVE = Duration.ofMinutes(1);
  private static final Pattern ROUTED =
      Pattern.compile("name: (\\w+\\.\\w+), path: (\\S+), element: \"\\{[^}]+}(\\w+)\"");

  private final RunningStack stack;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER).build();
  private final ObjectMapper json = new ObjectMapper();
  private final List<SupervisedProcess> restarted = new ArrayList<>();

  private Chain(RunningStack stack) {
    this.stack = stack;
  }

  static Chain start() {
    return start(DatabaseTopology.SINGLE);
  }

  /** The same stack; only the data source URLs differ. */
  static Chain start(DatabaseTopology topology) {
    return start(topology, "");
  }

  /** The same, with more settings of the router in the URLs: {@code &matapalo.…}. */
  static Chain start(DatabaseTopology topology, String routing) {
    Path root = Path.of(System.getProperty("matapalo.root"));
    StackFile file = StackFile.read(root.resolve("perf-tests/stacks/turnstile.yaml"));
    Progress progress = new Progress(System.out, Main.systemClock());
    String run = "it-%d-%s".formatted(ProcessHandle.current().pid(), topology);
    RunFolder folder = RunFolder.create(root, run.toLowerCase(Locale.ROOT));
    Placeholders values = new Placeholders();
    values.put("root", root.toString());
    values.put("size", "S");
    values.put("routing", routing);
    values.put("vendor-latency", "20ms");
    values.put("sites-every", "10");
    values.put("run", folder.path().toString());
    values.put("java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    List<Integer> ports = FreePorts.next(file.ports().size());
    for (int i = 0; i < ports.size(); i++) {
      values.put("port." + file.ports().get(i), ports.get(i).toString());
    }
    StackLauncher launcher =
        new StackLauncher(
            new TestkitServers(ServerSource.AUTO, progress, DatabaseNetwork.LOOPBACK, topology),
            new TestkitProcesses(),
            Main.systemClock(),
            Thread.ofVirtual().factory(),
            progress);
    try {
      return new Chain(launcher.start(file, folder, values));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the chain started", e);
    }
  }

  Path folder() {
    return stack.folder().path();
  }

  String value(String placeholders) {
    return stack.placeholders().resolve(placeholders);
  }

  Connection database() throws SQLException {
    return database(0);
  }

  /** A connection to one of the database nodes, past every router. */
  Connection database(int node) throws SQLException {
    String[] addresses = value("${mariadb.addresses}").split(",", -1);
    return DriverManager.getConnection(
        value("${mariadb.url}").replace(addresses[0], addresses[node]),
        value("${mariadb.user}"),
        value("${mariadb.password}"));
  }

  /** Kills one of several database nodes at once, as {@code kill -9} does. */
  void killDatabase(String node) throws IOException {
    Path pid = folder().resolve("data/mariadb/%s/data/mariadb.pid".formatted(node));
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    server.destroyForcibly();
    server.onExit().join();
  }

  /** Captures that the payment provider has made since its start. */
  long captures() throws IOException, InterruptedException {
    return paymentStats().path("captures").asLong(-1);
  }

  /** Authorisations that the payment provider has given since its start. */
  long authorisations() throws IOException, InterruptedException {
    return paymentStats().path("authorisations").asLong(-1);
  }

  /** What the provider has of a payment: {@code ID|STATUS|AMOUNT}. */
  String payment(String id) throws IOException, InterruptedException {
    JsonNode payment = get("http://127.0.0.1:${port.payment}/v1/payments/" + id);
    return "%s|%s|%s"
        .formatted(
            payment.path("id").asText(),
            payment.path("status").asText(),
            payment.path("amount").asText());
  }

  private JsonNode paymentStats() throws IOException, InterruptedException {
    return get("http://127.0.0.1:${port.payment}/control/stats");
  }

  /** Waits until the message gateway has messages about these orders, and hands out those. */
  List<SentMessage> messagesAbout(String... orderReferences) {
    return Awaitility.await()
        .atMost(ANSWER)
        .until(
            () -> SentMessage.about(List.of(orderReferences), messages()),
            found -> found.size() >= orderReferences.length);
  }

  private JsonNode messages() throws IOException, InterruptedException {
    return get("http://127.0.0.1:${port.message}/control/messages");
  }

  /** How often a message was sent that the gateway had already, since its start. */
  long messagesSentAgain() throws IOException, InterruptedException {
    JsonNode stats = get("http://127.0.0.1:${port.message}/control/stats");
    return stats.required("repeats").asLong() + stats.required("conflicts").asLong();
  }

  /** Makes the monolith forget what it keeps in its host's memcached. */
  void emptyTheHostsCache() throws IOException {
    String[] address = value("${memcached.address}").split(":", -1);
    try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
      socket.getOutputStream().write("flush_all\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("OK\r\n".length());
      if (!new String(answer, StandardCharsets.US_ASCII).equals("OK\r\n")) {
        throw new IOException("memcached did not empty itself");
      }
    }
  }

  /** The version of the flags that the proxy obeys: one more for each change that it has seen. */
  long snapshotVersion() throws IOException, InterruptedException {
    JsonNode status = get("http://127.0.0.1:${port.proxy}/matapalo/status");
    JsonNode version = status.get("snapshot-version");
    if (version == null) {
      throw new AssertionError("no snapshot-version in " + status);
    }
    return version.asLong(-1);
  }

  private JsonNode get(String address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(value(address))).timeout(ANSWER).build();
    return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
  }

  /** Writes the flag file as an operator does, for both operations, and returns at once. */
  void write(String flag) throws IOException {
    write(flag, List.of("Checkout.purchase", "Checkout.getOrder"));
  }

  private void write(String flag, Collection<String> operations) throws IOException {
    Path file = Path.of(value("${run}/cutover.yaml"));
    Path aside = file.resolveSibling("cutover.yaml.aside");
    String flags =
        operations.stream()
            .map(operation -> "  %s: %s%n".formatted(operation, flag))
            .collect(Collectors.joining());
    Files.writeString(aside, "operations:%n%s".formatted(flags));
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Names of the operations that the proxy routes, each with its path and element. */
  Map<String, String> routedOperations() throws IOException {
    return ROUTED
        .matcher(Files.readString(Path.of(value("${run}/proxy.yaml"))))
        .results()
        .collect(
            Collectors.toMap(
                operation -> operation.group(1),
                operation -> operation.group(2) + "#" + operation.group(3)));
  }

  /** Writes the flag for all operations that the proxy routes, and waits until it obeys. */
  void routeAll(String flag) throws IOException {
    // The other way first: else the flag that is awaited may be the one of before.
    route(flag.equals("fast") ? "legacy" : "fast");
    write(flag, routedOperations().keySet());
    awaitFlag(flag);
  }

  /** Writes the flag file and waits until the proxy obeys it. */
  void route(String flag) throws IOException {
    write(flag);
    awaitFlag(flag);
  }

  private void awaitFlag(String flag) {
    Awaitility.await()
        .atMost(EFFECTIVE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> post(Purchase.getOrder(" ")).side().equals(flag));
  }

  /** To the proxy, whatever the flag says. */
  Answer post(String envelope) throws IOException, InterruptedException {
    return postTo(value("http://127.0.0.1:${port.proxy}/turnstile/v3/checkout"), envelope);
  }

  /** To the proxy, with a mark or {@code none}; the answer shows the new one. */
  HttpResponse<String> postMarked(String envelope, String mark)
      throws IOException, InterruptedException {
    String address = value("http://127.0.0.1:${port.proxy}/turnstile/v3/checkout");
    return http.send(
        message(address, envelope).header("X-Matapalo-Mark", mark).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** To the monolith itself. */
  Answer postToLegacy(String envelope) throws IOException, InterruptedException {
    return postTo(value("http://127.0.0.1:${port.legacy}/turnstile/v3/checkout"), envelope);
  }

  /** To the fast path itself. */
  Answer postToFastPath(String envelope) throws IOException, InterruptedException {
    return postTo(value("http://127.0.0.1:${port.fast-path}/turnstile/v3/checkout"), envelope);
  }

  /** Through the proxy with everything on legacy. */
  Answer askLegacy(String envelope) throws IOException, InterruptedException {
    return ask("legacy", envelope);
  }

  /** Through the proxy with the operations cut over; the fast path itself must answer. */
  Answer askFastPath(String envelope) throws IOException, InterruptedException {
    return ask("fast", envelope);
  }

  /**
   * Through the proxy with the operations cut over; legacy may answer what the fast path declines.
   */
  Answer askThroughFastPath(String envelope) throws IOException, InterruptedException {
    route("fast");
    return post(envelope);
  }

  private Answer ask(String side, String envelope) throws IOException, InterruptedException {
    route(side);
    Answer answer = post(envelope);
    if (side.equals("fast") && !answer.side().equals(side)) {
      throw new AssertionError("answered by " + answer.side() + ": " + answer.body());
    }
    return answer;
  }

  private Answer postTo(String address, String envelope) throws IOException, InterruptedException {
    return Answer.of(
        http.send(message(address, envelope).build(), HttpResponse.BodyHandlers.ofString()));
  }

  private static HttpRequest.Builder message(String address, String envelope) {
    return HttpRequest.newBuilder(URI.create(address))
        .timeout(ANSWER)
        .header("Content-Type", "text/xml; charset=utf-8")
        .header("SOAPAction", "\"\"")
        .POST(HttpRequest.BodyPublishers.ofString(envelope));
  }

  /** As it is, to the fast path itself. */
  HttpResponse<String> sendToFastPath(GeneratedMessage message, String requestId)
      throws IOException, InterruptedException {
    return send(value("http://127.0.0.1:${port.fast-path}"), message, requestId);
  }

  /** As it is, to the monolith itself. */
  HttpResponse<String> sendToLegacy(GeneratedMessage message, String requestId)
      throws IOException, InterruptedException {
    return send(value("http://127.0.0.1:${port.legacy}"), message, requestId);
  }

  private HttpResponse<String> send(String server, GeneratedMessage message, String requestId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + message.path()))
            .timeout(ANSWER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(message.bytes(requestId)));
    for (String field : message.fields()) {
      int colon = field.indexOf(':');
      request.header(field.substring(0, colon), field.substring(colon + 1).strip());
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Kills a Java process of the stack at once, as {@code kill -9} does, by its configuration file.
   */
  void kill(String process) {
    String configuration = folder().resolve(process + ".yaml").toString();
    ProcessHandle victim =
        ProcessHandle.allProcesses()
            .filter(one ->
                one.info().arguments().map(List::of).orElse(List.of()).contains(configuration))
            .filter(one -> one.info().command().orElse("").endsWith("/java"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no process runs with " + configuration));
    victim.destroyForcibly();
    victim.onExit().join();
  }

  /** Starts a killed process again on its old port, and waits until it answers. */
  void restart(String process) {
    Path log = folder().resolve("logs").resolve(process + "-again.log");
    List<String> command =
        List.of(
            value("${java}"),
            "-jar",
            value("${root}/" + process + "/target/" + process + ".jar"),
            "--config",
            folder().resolve(process + ".yaml").toString());
    restarted.add(
        SupervisedProcess.start(
            ProcessPlan.of(log, command)
                .withEnvironment("MATAPALO_JDBC_PASSWORD", value("${mariadb.password}"))));
    Awaitility.await()
        .atMost(ANSWER)
        .ignoreExceptions()
        .until(() -> postToFastPath("").status() > 0);
  }

  @Override
  public void close() {
    restarted.forEach(SupervisedProcess::close);
    stack.close();
  }
}
