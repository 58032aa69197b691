package io.matapalo.fastpath.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import io.matapalo.fastpath.pacing.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class JsonHttpTest {

  private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
  private final AtomicInteger calls = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicLong nanos = new AtomicLong();
  private final Breaker breaker = Breaker.of("test", Duration.ofSeconds(2), nanos::get);
  private HttpServer server;
  private JsonHttp http;
  private volatile int status = 200;
  private volatile long announcedBytes = -1;
  private volatile byte[] answer = "{\"a\":\"1\"}".getBytes(StandardCharsets.UTF_8);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          clientPorts.add(exchange.getRemoteAddress().getPort());
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, Math.max(answer.length, announcedBytes));
          exchange.getResponseBody().write(answer);
          if (announcedBytes > answer.length) {
            exchange.getResponseBody().flush();
            return;
          }
          exchange.close();
        });
    server.start();
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    http = new JsonHttp(client, base, Duration.ofSeconds(2), breaker);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    client.close();
  }

  @Test
  void callsShareAConnection() {
    for (int i = 0; i < 20; i++) {
      assertThat(post(Duration.ofSeconds(5)).text("a")).isEqualTo("1");
    }
    assertThat(clientPorts).hasSize(1);
  }

  @Test
  void anAnswerThatIsNoJsonHasNoFields() {
    answer = "<html>".getBytes(StandardCharsets.UTF_8);
    JsonAnswer page = post(Duration.ofSeconds(5));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text("a")).isEmpty();
  }

  @Test
  void aPassedDeadlineAndADeadServerAreUnavailable() {
    assertThatThrownBy(() -> post(Duration.ZERO)).isInstanceOf(VendorUnavailable.class);
    server.stop(0);
    assertThatThrownBy(() -> post(Duration.ofSeconds(5)))
        .isInstanceOf(VendorUnavailable.class)
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  @Timeout(300)
  void anAnswerThatStallsInItsBodyIsUnavailableInTime() {
    announcedBytes = 1_000;
    assertThatThrownBy(() -> post(Duration.ofMillis(300)))
        .isInstanceOf(VendorUnavailable.class)
        .hasMessageContaining("in time");
  }

  @Test
  void anAnswerWithoutEndIsUnavailable() {
    answer = new byte[2 * 1024 * 1024];
    assertThatThrownBy(() -> post(Duration.ofSeconds(5))).isInstanceOf(VendorUnavailable.class);
  }

  @Test
  void aVendorOutOfOrderIsLeftAloneAndOneAnswerEndsThat() {
    status = 503;
    for (int i = 0; i < Breaker.FEWEST_CALLS; i++) {
      assertThat(post(Duration.ofSeconds(5)).status()).isEqualTo(503);
    }
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    assertThatThrownBy(() -> post(Duration.ofSeconds(5)))
        .isInstanceOf(VendorUnavailable.class)
        .hasMessageContaining("test is left alone");
    assertThat(calls).as("no call while it is open").hasValue(Breaker.FEWEST_CALLS);

    nanos.addAndGet(Duration.ofSeconds(2).plusMillis(1).toNanos());
    assertThat(post(Duration.ofSeconds(5)).status()).as("a probe fails").isEqualTo(503);
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);

    status = 200;
    nanos.addAndGet(Duration.ofSeconds(2).plusMillis(1).toNanos());
    assertThat(post(Duration.ofSeconds(5)).status()).as("a probe succeeds").isEqualTo(200);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void whatTheVendorRefusesIsNoOutage() {
    status = 409;
    for (int i = 0; i < 2 * Breaker.CALLS; i++) {
      assertThat(post(Duration.ofSeconds(5)).status()).isEqualTo(409);
    }
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void aCallerWithoutTimeDoesNotBlameTheVendor() {
    for (int i = 0; i < 2 * Breaker.CALLS; i++) {
      assertThatThrownBy(() -> post(Duration.ZERO)).isInstanceOf(VendorUnavailable.class);
    }
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    assertThat(post(Duration.ofSeconds(5)).status()).isEqualTo(200);
  }

  private JsonAnswer post(Duration time) {
    Deadline deadline = Deadline.after(time, () -> 0L);
    return http.post("/x", Map.of(), JsonNodeFactory.instance.objectNode(), deadline);
  }
}
