package io.matapalo.fastpath.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import io.matapalo.fastpath.pacing.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class JsonHttpTest {

  private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
  private final AtomicInteger calls = new AtomicInteger();
  private final VendorConnections client = VendorConnections.open(Duration.ofSeconds(2), 10);
  private final AtomicLong nanos = new AtomicLong();
  private final Breaker breaker = Breaker.of("test", Duration.ofSeconds(2), nanos::get);
  private final Set<String> headers = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private JsonHttp http;
  private volatile int status = 200;
  private volatile boolean drips;
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
          headers.addAll(exchange.getRequestHeaders().keySet());
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, Math.max(answer.length, announcedBytes));
          exchange.getResponseBody().write(answer);
          if (announcedBytes > answer.length) {
            exchange.getResponseBody().flush();
            drip(exchange.getResponseBody());
            return;
          }
          exchange.close();
        });
    server.start();
    http = within(Duration.ofSeconds(2));
  }

  @AfterEach
  void stop() throws IOException {
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
  @Timeout(300)
  void anAnswerThatDripsIsUnavailableInTime() {
    drips = true;
    announcedBytes = 1_000_000;
    assertThatThrownBy(() -> post(Duration.ofMillis(300)))
        .isInstanceOf(VendorUnavailable.class)
        .hasMessageContaining("in time");
    assertThat(calls).as("a late answer is not asked for again").hasValue(1);
  }

  /** Of a virtual thread: a wait of another thread for its socket is not interruptible. */
  @Test
  @Timeout(300)
  void anInterruptedCallEndsAndIsNotRepeated() throws InterruptedException {
    announcedBytes = 1_000;
    http = within(Duration.ofDays(1));
    AtomicReference<VendorUnavailable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                post(Duration.ofDays(1));
              } catch (VendorUnavailable e) {
                thrown.set(e);
              }
            });
    await().until(() -> calls.get() >= 1);
    caller.interrupt();
    caller.join();
    assertThat(thrown.get()).hasMessageContaining("interrupted").isNotNull();
    assertThat(thrown.get().isVendorsFault()).isFalse();
    assertThat(calls).hasValue(1);
  }

  /** Each call woke the thread of the deadlines, which is a switch of threads for nothing. */
  @Test
  void callsThatAreAnsweredLeaveTheThreadOfTheDeadlinesAlone() {
    post(Duration.ofSeconds(60));
    long waitsBefore = waitsOfDeadlineThreads();
    long began = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      post(Duration.ofSeconds(60));
    }
    long halfSeconds = 1 + Duration.ofNanos(System.nanoTime() - began).toMillis() / 500;

    assertThat(waitsOfDeadlineThreads() - waitsBefore).isLessThan(10 * halfSeconds);
  }

  private static long waitsOfDeadlineThreads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().equals("vendor-deadlines"))
        .mapToLong(ThreadInfo::getWaitedCount)
        .sum();
  }

  @Test
  void aCallHasTheHeadersItNeedsAndNoOther() {
    post(Duration.ofSeconds(5));
    assertThat(headers)
        .containsExactlyInAnyOrder(
            "Connection", "Content-length", "Content-type", "Host", "User-agent");
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

  private JsonHttp within(Duration callTimeout) {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new JsonHttp(client, base, callTimeout, breaker);
  }

  /** A byte at a time until the client has gone. */
  private void drip(OutputStream body) throws IOException {
    for (int i = 1; drips && i < announcedBytes - answer.length; i++) {
      body.write(' ');
      body.flush();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private JsonAnswer post(Duration time) {
    Deadline deadline = Deadline.after(time, () -> 0L);
    return http.post("/x", Map.of(), JsonNodeFactory.instance.objectNode(), deadline);
  }
}
