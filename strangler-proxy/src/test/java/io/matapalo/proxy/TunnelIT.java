package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that change to another protocol. */
class TunnelIT {

  private static final String CHANGE =
      Stage.get("/chat", "Connection: keep-alive, Upgrade", "Upgrade: WebSocket", "X-Key: 1");

  @TempDir Path folder;

  /** An upstream that changes to a protocol which sends everything back, greeting included. */
  private static final class Echo implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final String upgrade;
    private final Optional<SSLContext> tls;

    Echo(String upgrade) throws IOException {
      this(upgrade, Optional.empty());
    }

    Echo(String upgrade, Optional<SSLContext> tls) throws IOException {
      this.upgrade = upgrade;
      this.tls = tls;
      var _ = Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          open.add(socket);
          var _ = Thread.ofVirtual().start(() -> serve(socket));
        } catch (IOException e) {
          return;
        }
      }
    }

    private Socket secured(Socket plain) throws IOException {
      return tls.isEmpty()
          ? plain
          : tls.get().getSocketFactory().createSocket(plain, InputStream.nullInputStream(), true);
    }

    private void serve(Socket plain) {
      try (Socket socket = secured(plain)) {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
          head.append((char) in.read());
        }
        heads.add(head.toString());
        String answer =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: %s\r\nX-Accept: 2\r\n\r\nhello"
                .formatted(upgrade);
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        in.transferTo(out);
      } catch (IOException e) {
        // The proxy cut the tunnel: the test looks at its own end.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private Stage stage(Echo echo, String more) throws IOException {
    return stage(echo, more, UnaryOperator.identity());
  }

  private Stage stage(Echo echo, String more, UnaryOperator<String> changed) throws IOException {
    return Stage.with(
        folder,
        FakeUpstream.answering("legacy"),
        FakeUpstream.answering("fast"),
        yaml ->
            more
                + changed.apply(
                    Stage.instancesOfLegacy(
                        yaml,
                        "      - {name: legacy-1, url: \"http://127.0.0.1:%d\"}\n"
                            .formatted(echo.server.getLocalPort()))));
  }

  @Test
  void bytesGoBothWaysUntilBothSidesHaveEnded() throws Exception {
    String large = "x".repeat(3_000_000);
    try (Echo echo = new Echo("websocket");
        Stage stage = stage(echo, "upgrades: [websocket]\n");
        RawClient client = stage.client();
        RawClient asking = stage.client()) {
      // The first bytes of the other protocol may come with the request.
      RawClient.Reply reply = client.send(CHANGE + "early").reply();
      assertThat(reply.status()).isEqualTo(101);
      assertThat(reply.field("Upgrade")).contains("websocket");
      assertThat(reply.field("X-Accept")).contains("2");
      assertThat(client.bytes(10)).isEqualTo("helloearly");
      Thread sending = Thread.ofVirtual().start(() -> sendAll(client, large));
      assertThat(client.bytes(large.length())).isEqualTo(large);
      sending.join();
      assertThat(openRequests(asking)).isEqualTo(2);
      client.shutdownOutput();
      assertThat(client.isEnded()).isTrue();
      await().until(() -> openRequests(asking) == 1);
      assertThat(echo.heads.getFirst())
          .contains("Connection: Upgrade\r\n", "Upgrade: websocket\r\n", "X-Key: 1\r\n");
    }
  }

  /** The asking one included. */
  private static int openRequests(RawClient asking) throws IOException {
    String status = asking.call(Stage.get("/matapalo/status")).body();
    return Integer.parseInt(status.replaceFirst("(?s).*\"open-requests\"\\s*:\\s*(\\d+).*", "$1"));
  }

  private static void sendAll(RawClient client, String bytes) {
    try {
      client.send(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String overTls(Echo echo, TestIdentity trusted) {
    String entry =
        "      - {name: legacy-1, url: \"https://localhost:%d\"}\n"
            .formatted(echo.server.getLocalPort());
    String tls = "    tls: {ca-file: \"%s\"}\n".formatted(trusted.certificateFile());
    return entry + "    connect-timeout: 5m\n" + tls;
  }

  @Test
  void tunnelMayBeOfTlsOnBothSides() throws Exception {
    String large = "x".repeat(3_000_000);
    TestIdentity own = TestIdentity.make(folder, "both", "dns:localhost");
    SSLContext context = TestIdentity.context(own, List.of(own));
    try (Echo echo = new Echo("websocket", Optional.of(context));
        Stage stage =
            Stage.with(
                folder,
                FakeUpstream.answering("legacy"),
                FakeUpstream.answering("fast"),
                yaml ->
                    "upgrades: [websocket]\ntls:\n  certificates: [%s]\n".formatted(own.yaml())
                        + Stage.instancesOfLegacy(yaml, overTls(echo, own)));
        RawClient client =
            RawClient.over(
                context
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), stage.port()))) {
      assertThat(client.call(CHANGE).status()).isEqualTo(101);
      assertThat(client.bytes(5)).isEqualTo("hello");
      Thread sending = Thread.ofVirtual().start(() -> sendAll(client, large));
      assertThat(client.bytes(large.length())).isEqualTo(large);
      sending.join();
      client.shutdownOutput();
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void silentTunnelIsCut() throws Exception {
    try (Echo echo = new Echo("websocket");
        Stage stage =
            stage(
                echo,
                "upgrades: [websocket]\n",
                yaml -> yaml.replace("  head: 5m\n", "  head: 5m\n  tunnel-idle: 300ms\n"));
        RawClient client = stage.client()) {
      assertThat(client.call(CHANGE).status()).isEqualTo(101);
      assertThat(client.bytes(5)).isEqualTo("hello");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void endOfOneSideWithoutWarningIsTheEndOfTheOther() throws Exception {
    try (Echo echo = new Echo("websocket");
        Stage stage = stage(echo, "upgrades: [websocket]\n");
        RawClient client = stage.client()) {
      assertThat(client.call(CHANGE).status()).isEqualTo(101);
      assertThat(client.bytes(5)).isEqualTo("hello");
      echo.open.getFirst().setSoLinger(true, 0);
      echo.open.getFirst().close();
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void tunnelIsCutAtTheEndOfTheDrainTime() throws Exception {
    try (Echo echo = new Echo("websocket");
        Stage stage =
            stage(
                echo,
                "upgrades: [websocket]\n",
                yaml -> yaml.replace("drain: 5m", "drain: 300ms"));
        RawClient client = stage.client()) {
      assertThat(client.call(CHANGE).status()).isEqualTo(101);
      assertThat(client.bytes(5)).isEqualTo("hello");
      stage.proxy().close();
      assertThat(client.isEnded()).isTrue();
    }
  }

  /** Neither what nobody allowed nor what nobody asked for. */
  @ParameterizedTest
  @ValueSource(strings = {"", "upgrades: [other]\n"})
  void changeThatIsNotAllowedIsNotPassedOn(String upgrades) throws Exception {
    try (Echo echo = new Echo("websocket");
        Stage stage = stage(echo, upgrades);
        RawClient client = stage.client()) {
      assertThat(client.call(CHANGE).status()).isEqualTo(502);
      assertThat(echo.heads.getFirst()).doesNotContain("Upgrade");
    }
  }

  @Test
  void changeToAnotherProtocolThanWasAskedForIsNoAnswer() throws Exception {
    try (Echo echo = new Echo("something");
        Stage stage = stage(echo, "upgrades: [websocket, something]\n");
        RawClient client = stage.client()) {
      assertThat(client.call(CHANGE).status()).isEqualTo(502);
    }
  }
}
