package io.matapalo.perf.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.Main;
import io.matapalo.perf.ScriptedServer;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.testkit.server.FreePorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SocketTransportTest {
  private final MonotonicClock clock = Main.systemClock();

  private Sent send(SocketTransport transport, int client) {
    ByteBuffer body = ByteBuffer.wrap("<a/>".getBytes(StandardCharsets.UTF_8));
    return transport.send(
        HttpRequest.post("/p", Map.of("Content-Type", "text/xml"), body),
        client,
        clock.nanos() + Duration.ofMinutes(1).toNanos());
  }

  private SocketTransport to(ScriptedServer server, int clients) {
    return new SocketTransport(server.address(), ClientAddresses.loopback(clients), clock);
  }

  @Test
  void connectionIsKeptAliveAndTheRequestWhole() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(200, "ok");
        SocketTransport transport = to(server, 1)) {
      assertThat(send(transport, 0)).isInstanceOf(Sent.Answered.class);
      assertThat(send(transport, 0)).isInstanceOf(Sent.Answered.class);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests())
          .hasSize(2)
          .allSatisfy(request ->
              assertThat(request)
                  .startsWith("POST /p HTTP/1.1\r\nHost: localhost:")
                  .contains("Content-Length: 4")
                  .endsWith("\r\n\r\n<a/>"));
    }
  }

  @Test
  void eachClientHasAnAddressAndConnectionsOfItsOwn() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(200, "ok");
        SocketTransport transport = to(server, 3)) {
      int clients = ClientAddresses.loopback(3).size();
      for (int client = 0; client < 6; client++) {
        send(transport, client);
      }
      assertThat(server.connections()).isEqualTo(clients);
      assertThat(server.peers()).hasSize(clients);
    }
  }

  @Test
  void silentServerIsATimeoutAtTheDeadline() throws Exception {
    try (ScriptedServer server = ScriptedServer.silent();
        SocketTransport transport = to(server, 1)) {
      long deadline = clock.nanos() + Duration.ofMillis(500).toNanos();
      assertThat(transport.send(HttpRequest.get("/"), 0, deadline))
          .isInstanceOfSatisfying(
              Sent.Failed.class,
              failed -> assertThat(failed.kind()).isEqualTo(FailureKind.TIMEOUT));
      assertThat(clock.nanos()).as("not before the deadline").isGreaterThanOrEqualTo(deadline);
    }
  }

  @Test
  void closedConnectionIsAResetAndGarbageMalformed() throws Exception {
    try (ScriptedServer server = ScriptedServer.raw("");
        SocketTransport transport = to(server, 1)) {
      assertThat(kind(send(transport, 0))).isEqualTo(FailureKind.RESET);
    }
    try (ScriptedServer server = ScriptedServer.raw("SSH-2.0-OpenSSH\r\n\r\n");
        SocketTransport transport = to(server, 1)) {
      assertThat(kind(send(transport, 0))).isEqualTo(FailureKind.MALFORMED);
    }
  }

  @Test
  void refusedConnectionIsAConnectFailure() throws Exception {
    InetSocketAddress nobody =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next());
    try (SocketTransport transport =
        new SocketTransport(nobody, ClientAddresses.loopback(1), clock)) {
      assertThat(kind(send(transport, 0))).isEqualTo(FailureKind.CONNECT);
    }
  }

  @Test
  void connectionWithAnAnswerNobodyAskedForIsNotUsedAgain() throws Exception {
    String two = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".repeat(2);
    try (ScriptedServer server = ScriptedServer.raw(two);
        SocketTransport transport = to(server, 1)) {
      assertThat(send(transport, 0)).isInstanceOf(Sent.Answered.class);
      assertThat(send(transport, 0)).isInstanceOf(Sent.Answered.class);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void requestIsPrintedWithoutItsBody() {
    ByteBuffer body = ByteBuffer.wrap("4539870000000000".getBytes(StandardCharsets.UTF_8));
    HttpRequest request = HttpRequest.post("/p", Map.of(), body);
    assertThat(request.toString()).isEqualTo("POST /p (16 bytes)");
  }

  private static FailureKind kind(Sent sent) {
    assertThat(sent).isInstanceOf(Sent.Failed.class);
    return ((Sent.Failed) sent).kind();
  }
}
