package io.matapalo.fastpath.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.FastPathConfig;
import io.matapalo.fastpath.operation.HeaderCheck;
import io.matapalo.fastpath.operation.SoapService;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.soap.HeaderBlock;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.fastpath.telemetry.Meters;
import io.matapalo.fastpath.telemetry.StatementLabels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;

final class SoapEndpointTest {

  private final Counters counters = new Counters();
  private final AtomicInteger begun = new AtomicInteger();

  /** A permit that stayed taken would be lost to all later requests. */
  @Test
  void requestWithoutThreadIsShedAndLeavesItsPlace() throws Exception {
    Executor noneAtFirst =
        work -> {
          if (begun.getAndIncrement() == 0) {
            throw new RejectedExecutionException("no thread");
          }
          Thread.ofPlatform().start(work);
        };
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(endpoint(noneAtFirst).of(service()))
            .build();
    server.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> shed = ask(client, server);
      HttpResponse<String> served = ask(client, server);

      assertThat(shed.statusCode()).isEqualTo(503);
      assertThat(shed.body()).contains("the service is overloaded");
      assertThat(served.statusCode()).isEqualTo(421);
      assertThat(served.headers().firstValue("X-Matapalo-Decline")).contains("not-well-formed");
      assertThat(counters.valueOf(EventCounter.OVERLOADED)).isEqualTo(1);
    } finally {
      server.stop();
    }
  }

  private static HttpResponse<String> ask(HttpClient client, Undertow server) throws Exception {
    InetSocketAddress address =
        (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort()))
            .header("Content-Type", "text/xml")
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString("none"))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private SoapEndpoint endpoint(Executor threads) {
    return new SoapEndpoint(
        threads,
        new FastPathConfig.Listener("127.0.0.1", 0, 1, 65_536, Duration.ofSeconds(10)),
        counters,
        meters(),
        new NoLabels(),
        new ClientMarks(""));
  }

  private SoapService service() {
    return new SoapService(
        "Checkout",
        List.of(),
        new NoLabels(),
        meters(),
        new NoHeader(),
        () -> Deadline.after(Duration.ofSeconds(60), System::nanoTime));
  }

  private Meters meters() {
    return new Meters(new SimpleMeterRegistry(), counters);
  }

  /** Understands no block. */
  private static final class NoHeader implements HeaderCheck {
    @Override
    public Set<QName> understood() {
      return Set.of();
    }

    @Override
    public void check(List<HeaderBlock> header, Deadline deadline) {}
  }

  /** Counts nothing. */
  private static final class NoLabels implements StatementLabels {
    @Override
    public <T> T during(String operation, Supplier<T> work) {
      return work.get();
    }

    @Override
    public String counts() {
      return "";
    }

    @Override
    public String report() {
      return "";
    }

    @Override
    public String statements(String operation) {
      return "";
    }

    @Override
    public String metrics() {
      return "";
    }
  }
}
