package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** TLS between the proxy and upstreams. */
class TlsUpstreamIT {

  private static final String ENDS_WITH_CONNECTION = "HTTP/1.1 200 OK\r\n\r\nthe beginning";

  @TempDir static Path keys;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static TestIdentity local;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static TestIdentity other;

  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    local = TestIdentity.make(keys, "local", "dns:localhost");
    other = TestIdentity.make(keys, "other", "dns:other.example");
  }

  private static SSLContext server(TestIdentity own) throws Exception {
    return TestIdentity.context(own, List.of(other));
  }

  private static UnaryOperator<String> legacyAt(TlsUpstream upstream, String host, String tls) {
    return yaml ->
        Stage.instancesOfLegacy(
            yaml, upstream.entry(host) + "    connect-timeout: 5m\n    tls: {" + tls + "}\n");
  }

  private static String trusting(TestIdentity issuer) {
    return "ca-file: \"%s\"".formatted(issuer.certificateFile());
  }

  private Stage stage(TlsUpstream upstream, String tls) throws IOException {
    return Stage.with(
        folder,
        FakeUpstream.answering("plain"),
        FakeUpstream.answering("fast"),
        legacyAt(upstream, "localhost", tls));
  }

  @Test
  void requestsOfEverySizeGoBothWaysOverOneConnection() throws Exception {
    String large = "x".repeat(3_000_000);
    try (TlsUpstream upstream = TlsUpstream.echoing(server(local));
        Stage stage = stage(upstream, trusting(local));
        RawClient client = stage.client()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.call(Stage.post("small")).body()).isEqualTo("small");
        assertThat(client.call(Stage.post(large)).body()).isEqualTo(large);
      }
      assertThat(upstream.connections()).isEqualTo(1);
      assertThat(upstream.asked().getFirst().serverName()).isEqualTo("localhost");
      assertThat(upstream.asked().getFirst().head()).contains("X-Forwarded-Proto: http\r\n");
    }
  }

  @Test
  void instanceWithoutAGoodCertificateGetsNothingAndIsNamed() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("io.matapalo.proxy.tls.TellingTrustManager");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    for (String tls : List.of(trusting(other), trusting(local) + ", server-name: other.example")) {
      try (TlsUpstream upstream = TlsUpstream.echoing(server(local));
          Stage stage = stage(upstream, tls);
          RawClient client = stage.client()) {
        assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(503);
        assertThat(upstream.asked()).isEmpty();
        assertThat(upstream.connections()).isPositive();
      }
    }
    logger.detachAppender(lines);
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anySatisfy(line -> assertThat(line).contains("\"CN=local\"", "certification path"))
        .anySatisfy(line -> assertThat(line).contains("\"CN=local\"", "other.example"));
  }

  @Test
  void nameOfTheCertificateMayBeAnotherThanTheHost() throws Exception {
    try (TlsUpstream upstream = TlsUpstream.echoing(server(other));
        Stage stage =
            Stage.with(
                folder,
                FakeUpstream.answering("plain"),
                FakeUpstream.answering("fast"),
                legacyAt(upstream, "127.0.0.1", trusting(other) + ", server-name: other.example"));
        RawClient client = stage.client()) {
      assertThat(client.call(Stage.post("a")).body()).isEqualTo("a");
      assertThat(upstream.asked().getFirst().serverName()).isEqualTo("other.example");
    }
  }

  @Test
  void certificateOfTheProxyIsShownAndChangesWithAReload() throws Exception {
    String shown =
        trusting(local)
            + ", certificate-file: \"%s\", key-file: \"%s\""
                .formatted(other.certificateFile(), other.keyFile());
    try (TlsUpstream upstream = TlsUpstream.start(server(local), true, TlsUpstream::echo);
        Stage stage = stage(upstream, shown);
        RawClient client = stage.client()) {
      assertThat(client.call(Stage.post("a")).body()).isEqualTo("a");
      assertThat(upstream.asked().getFirst().client()).isEqualTo("CN=other");
      ReloadReport report = stage.reload(yaml -> yaml.replace(shown, trusting(local)));
      assertThat(report).isInstanceOf(ReloadReport.Applied.class);
      assertThat(client.call(Stage.soap("buy")).status()).isGreaterThanOrEqualTo(500);
      assertThat(upstream.asked()).hasSize(1);
    }
  }

  @Test
  void sessionIsResumed() throws Exception {
    try (TlsUpstream upstream = TlsUpstream.echoing(server(local));
        Stage stage =
            Stage.with(
                folder,
                FakeUpstream.answering("plain"),
                FakeUpstream.answering("fast"),
                yaml ->
                    legacyAt(upstream, "localhost", trusting(local))
                        .apply(yaml)
                        .replace(
                            "    timeout: 5m\n    queue",
                            "    max-idle-connections: 0\n    queue"));
        RawClient client = stage.client()) {
      assertThat(client.call(Stage.post("a")).body()).isEqualTo("a");
      long first = upstream.asked().getFirst().agreedAt();
      await().until(() -> System.currentTimeMillis() > first);
      assertThat(client.call(Stage.post("b")).body()).isEqualTo("b");
      assertThat(upstream.connections()).isEqualTo(2);
      assertThat(upstream.asked().getLast().agreedAt()).isEqualTo(first);
    }
  }

  @Test
  void checksGoByTlsAndTellAGoodCertificateFromABadOne() throws Exception {
    String check = "    health-check: {kind: http, path: /up, interval: 50ms, failures: 1}\n";
    try (TlsUpstream upstream = TlsUpstream.echoing(server(local));
        Stage stage =
            Stage.with(
                folder,
                FakeUpstream.answering("plain"),
                FakeUpstream.answering("fast"),
                yaml ->
                    legacyAt(upstream, "localhost", trusting(local))
                        .apply(yaml)
                        .replace("    queue-timeout: 5m\n", check));
        RawClient client = stage.client()) {
      await()
          .until(() ->
              upstream.asked().stream().filter(it -> it.head().startsWith("GET /up")).count() > 2);
      assertThat(client.call(Stage.post("a")).body()).isEqualTo("a");
      ReloadReport report = stage.reload(yaml -> yaml.replace(trusting(local), trusting(other)));
      assertThat(report).isInstanceOf(ReloadReport.Applied.class);
      await().until(() -> client.call(Stage.soap("buy")).status() == 503);
    }
  }

  @Test
  void endThatTlsDoesNotAnnounceIsNoEndOfAnAnswer() throws Exception {
    TlsUpstream.Answer cutting =
        (body, belowTls, out) -> {
          out.write(ENDS_WITH_CONNECTION.getBytes(StandardCharsets.US_ASCII));
          if (new String(body, StandardCharsets.US_ASCII).equals("cut")) {
            // As anybody on the way can end it.
            belowTls.shutdownOutput();
          }
          return false;
        };
    try (TlsUpstream upstream = TlsUpstream.start(server(local), false, cutting);
        Stage stage = stage(upstream, trusting(local))) {
      try (RawClient client = stage.client()) {
        assertThat(client.call(Stage.post("orderly", "Connection: close")).body())
            .isEqualTo("the beginning");
      }
      try (RawClient client = stage.client()) {
        client.send(Stage.post("cut", "Connection: close"));
        assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
      }
    }
  }
}
