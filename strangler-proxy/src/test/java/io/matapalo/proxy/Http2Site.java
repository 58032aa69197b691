package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** Proxies that offer HTTP/2 with one certificate, and clients that trust it. */
record Http2Site(TestIdentity shop, SSLContext trusting) {

  static Http2Site with(Path keys) throws Exception {
    TestIdentity shop = TestIdentity.make(keys, "shop", "dns:shop.example,ip:127.0.0.1");
    return new Http2Site(shop, TestIdentity.context(null, List.of(shop)));
  }

  /** With {@code tls.http2} as it is given. */
  Stage stage(Path folder, FakeUpstream legacy, String http2) throws IOException {
    return stage(folder, legacy, yaml -> yaml.replace("http2: true", "http2: " + http2));
  }

  Stage stage(Path folder, FakeUpstream legacy) throws IOException {
    return stage(folder, legacy, yaml -> yaml);
  }

  Stage stage(Path folder, FakeUpstream legacy, UnaryOperator<String> change) throws IOException {
    return stage(folder, legacy, FakeUpstream.answering("fast"), change);
  }

  Stage stage(Path folder, FakeUpstream legacy, FakeUpstream fast, UnaryOperator<String> change)
      throws IOException {
    String tls = "tls:\n  http2: true\n  certificates:\n    - %s\n".formatted(shop.yaml());
    return Stage.with(folder, legacy, fast, yaml -> change.apply(tls + yaml));
  }

  FrameClient frames(Stage stage) throws IOException {
    return FrameClient.to(trusting, stage.port());
  }

  HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).sslContext(trusting).build();
  }

  static HttpRequest.Builder request(Stage stage, String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + stage.port() + path));
  }

  /** What the proxy counts, asked over HTTP/1.1. */
  String status(Stage stage) throws IOException {
    try (RawClient client =
        RawClient.over(FrameClient.socket(trusting, stage.port(), "http/1.1"))) {
      return client.call(Stage.get("/matapalo/status")).body();
    }
  }

  void awaitOpen(Stage stage, int count) {
    await()
        .untilAsserted(
            () -> assertThat(status(stage)).contains("\"open-requests\":" + (count + 1) + ","));
  }
}
