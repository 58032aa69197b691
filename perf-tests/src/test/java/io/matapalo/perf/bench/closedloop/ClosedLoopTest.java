package io.matapalo.perf.bench.closedloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.perf.Main;
import io.matapalo.perf.ScriptedServer;
import io.matapalo.perf.bench.http.ClientAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the load sends, and that an answer that is wrong never counts. */
final class ClosedLoopTest {
  private static final FixedRequest SMALL = FixedRequest.get("/small");
  private static final String NAMED =
      "HTTP/1.1 200 OK\r\nx-instance: a\r\nContent-Length: 3\r\n\r\nabc";

  private final List<InetAddress> clients = ClientAddresses.loopback(2);

  @Test
  void allRequestsAreSentOverTheConnectionsThatWereOpened() throws Exception {
    try (ScriptedServer server = ScriptedServer.raw(NAMED);
        ClosedLoop loop = open(server, 3)) {
      loop.send(SMALL, 10);

      assertThat(server.connections()).isEqualTo(3);
      assertThat(server.requests())
          .hasSize(10)
          .allMatch(request -> request.startsWith("GET /small"));
      assertThat(loop.instances())
          .hasSameSizeAs(clients)
          .allSatisfy((client, instances) -> assertThat(instances).isEqualTo(Set.of("a")));
    }
  }

  @Test
  void requestsOneByOneAreTimedEach() throws Exception {
    try (ScriptedServer server = ScriptedServer.raw(NAMED);
        ClosedLoop loop = open(server, 2)) {
      assertThat(loop.oneByOne(SMALL, 5, Main.systemClock()).getTotalCount()).isEqualTo(5);
      assertThat(server.requests()).hasSize(5);
    }
  }

  @Test
  void largeAnswerIsReadToItsEnd() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(200, "x".repeat(1 << 20));
        ClosedLoop loop = open(server, 1)) {
      loop.send(SMALL, 3);

      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void soapMessageSaysItsLength() throws Exception {
    try (ScriptedServer server = ScriptedServer.raw(NAMED);
        ClosedLoop loop = open(server, 1)) {
      loop.send(FixedRequest.soap("/shop", "buy", "<Envelope/>"), 1);

      assertThat(server.requests().getFirst())
          .startsWith("POST /shop HTTP/1.1\r\n")
          .contains("SOAPAction: \"buy\"\r\n", "Content-Length: 11\r\n")
          .endsWith("\r\n\r\n<Envelope/>");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc",
        ""
      })
  void wrongAnswerEndsTheLoad(String answer) throws Exception {
    try (ScriptedServer server = ScriptedServer.scripted(_ -> Optional.of(answer));
        ClosedLoop loop = open(server, 1)) {
      assertThatThrownBy(() -> loop.send(SMALL, 2))
          .isInstanceOf(ClosedLoopException.class)
          .hasMessageContaining("127.0.0.1")
          .hasMessageContaining("port " + server.port());
    }
  }

  @Test
  void portWithoutAServerIsNamed() throws Exception {
    ScriptedServer server = ScriptedServer.silent();
    server.close();

    assertThatThrownBy(() -> open(server, 1))
        .isInstanceOf(ClosedLoopException.class)
        .hasMessageContaining("port " + server.port());
  }

  @Test
  void requestIsAscii() {
    assertThatThrownBy(() -> FixedRequest.get("/é")).hasMessageContaining("ASCII");
  }

  private ClosedLoop open(ScriptedServer server, int connections) {
    return ClosedLoop.open(
        server.address(), clients, connections, Thread.ofPlatform().daemon().factory());
  }
}
