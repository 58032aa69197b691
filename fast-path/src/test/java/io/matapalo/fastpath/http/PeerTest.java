package io.matapalo.fastpath.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read what, by requests as a server receives them. */
final class PeerTest {

  private final BlockingQueue<Peer> peers = new ArrayBlockingQueue<>(1);
  private final Undertow server =
      Undertow.builder()
          .addHttpListener(0, "127.0.0.1")
          .setHandler(exchange -> peers.add(Peer.of(exchange)))
          .build();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void thisMachinesOwnUserReadsReports() throws Exception {
    Peer peer = ask("Accept", "*/*");

    assertThat(peer).isEqualTo(new Peer(true, false));
    assertThat(peer.mayReadReports()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "x-forwarded-for"})
  void aProxyReadsCountsForItselfAndNoReportForItsClient(String field) throws Exception {
    Peer peer = ask(field, "for=192.0.2.7");

    assertThat(peer.mayReadReports()).isFalse();
    assertThat(peer.mayReadCounts()).isTrue();
  }

  @Test
  void anotherMachineReadsNothing() {
    Peer peer = new Peer(false, false);

    assertThat(peer.mayReadReports()).isFalse();
    assertThat(peer.mayReadCounts()).isFalse();
  }

  private Peer ask(String field, String value) throws IOException, InterruptedException {
    int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).header(field, value).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(request, HttpResponse.BodyHandlers.discarding());
    }
    return peers.remove();
  }
}
