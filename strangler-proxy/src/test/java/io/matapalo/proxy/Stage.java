package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.config.ConfigFile;
import io.matapalo.proxy.takeover.ListeningSocket;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A proxy between a raw client and two fake upstreams, which fails if a buffer leaks. Its time-outs
 * are minutes, so that a busy machine reaches none; a test of a time-out asks for a short one.
 */
final class Stage implements AutoCloseable {

  static final String PATH = "/shop/v1";
  static final String NAMESPACE = "urn:shop";

  /** After so long a test gives up on what never comes; no test is meant to wait so long. */
  static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path folder;
  private final FakeUpstream legacy;
  private final FakeUpstream fast;
  private final CountedBuffers buffers = new CountedBuffers();
  private final String yaml;
  private final StranglerProxy proxy;

  private Stage(Path folder, FakeUpstream legacy, FakeUpstream fast, UnaryOperator<String> change)
      throws IOException {
    this.folder = folder;
    this.legacy = legacy;
    this.fast = fast;
    writeCutover(folder, "operations:\n  buy: legacy\n");
    Path file = folder.resolve("proxy.yaml");
    this.yaml = change.apply(yaml(legacy.port(), fast.port()));
    Files.writeString(file, yaml);
    ConfigFile config = ConfigFile.read(file);
    this.proxy =
        StranglerProxy.start(
            config.config(), InstantSource.system(), buffers, ListeningSocket.Claim.ALONE);
    proxy.rereads(config);
  }

  /** Changes the configuration that the proxy was started with, and lets it be read again. */
  ReloadReport reload(UnaryOperator<String> change) throws IOException {
    Files.writeString(folder.resolve("proxy.yaml"), change.apply(yaml));
    return proxy.reload();
  }

  /** Waits for an event. The limit only ends a test whose event never comes. */
  static ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(5));
  }

  static Stage with(Path folder, FakeUpstream legacy, FakeUpstream fast) throws IOException {
    return with(folder, legacy, fast, yaml -> yaml);
  }

  static Stage with(
      Path folder, FakeUpstream legacy, FakeUpstream fast, UnaryOperator<String> change)
      throws IOException {
    return new Stage(folder, legacy, fast, change);
  }

  /** The change of a test that waits for the deadline of the operation {@code look}. */
  static String shortDeadline(String yaml) {
    return yaml.replaceFirst("(class: read\n +timeout:) 5m", "$1 300ms");
  }

  /** The change of a test whose client falls silent within a request. */
  static String shortPatience(String yaml) {
    return yaml.replace("head: 5m", "head: 300ms").replace("body-idle: 5m", "body-idle: 300ms");
  }

  /** The configuration with these entries, six spaces deep, as the instances of legacy. */
  static String instancesOfLegacy(String yaml, String entries) {
    String changed = yaml.replaceFirst(" {6}- \\{name: legacy-1[^\n]*\n", entries);
    if (changed.equals(yaml)) {
      throw new IllegalArgumentException("legacy-1 must be in the configuration, was " + yaml);
    }
    return changed;
  }

  static String yaml(int legacyPort, int fastPort) {
    return """
    listen-port: 0
    io-threads: 2
    expose-decision: true
    limits:
      max-body-bytes: 10485760
    timeouts:
      head: 5m
      body-idle: 5m
      drain: 5m
      cutover-poll: 20ms
      warm-up: 0ms
    clusters:
      legacy:
        instances:
          - {name: legacy-1, url: "http://127.0.0.1:%d"}
        timeout: 5m
        queue-timeout: 5m
      fast:
        instances:
          - {name: fast-1, url: "http://127.0.0.1:%d"}
    operations:
      - name: buy
        path: %s
        element: "{%s}buy"
        class: unsafe
        timeout: 5m
        fast: fast
      - name: look
        path: %s
        element: "{%s}look"
        class: read
        timeout: 5m
        fast: fast
    """
        .formatted(legacyPort, fastPort, PATH, NAMESPACE, PATH, NAMESPACE);
  }

  /** Replaces the cut-over file as an operator should: by one atomic rename. */
  void cutOver(String... lines) throws IOException {
    writeCutover("operations:\n  " + String.join("\n  ", lines) + "\n");
  }

  void writeCutover(String text) throws IOException {
    writeCutover(folder, text);
  }

  static void writeCutover(Path folder, String text) throws IOException {
    Path temporary = folder.resolve("cutover.tmp");
    Files.writeString(temporary, text);
    Files.move(
        temporary,
        folder.resolve("cutover.yaml"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  StranglerProxy proxy() {
    return proxy;
  }

  int port() {
    return proxy.port();
  }

  RawClient client() throws IOException {
    return RawClient.to(port());
  }

  /** Waits until so many requests are open, besides the one that asks. */
  void awaitOpen(int count) {
    await()
        .untilAsserted(() -> {
          try (RawClient client = client()) {
            assertThat(client.call(get("/matapalo/status")).body())
                .contains("\"open-requests\":" + (count + 1) + ",");
          }
        });
  }

  static String envelope(String element) {
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><x:"
        + element
        + " xmlns:x=\""
        + NAMESPACE
        + "\"/></s:Body></s:Envelope>";
  }

  /** A whole SOAP 1.1 request. */
  static String soap(String element, String... fields) {
    return post(envelope(element), fields);
  }

  static String post(String body, String... fields) {
    int length = body.getBytes(StandardCharsets.ISO_8859_1).length;
    return "POST "
        + PATH
        + " HTTP/1.1\r\nHost: shop.example\r\nContent-Type: text/xml\r\n"
        + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n")
        + "Content-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }

  static String get(String path, String... fields) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: shop.example\r\n"
        + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n")
        + "\r\n";
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    legacy.close();
    fast.close();
    buffers.requireAllBack();
    buffers.close();
  }
}
