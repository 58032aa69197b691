package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load balancer before the proxy that speaks the PROXY protocol. */
class ProxyProtocolIT {

  private static final String LINE = "PROXY TCP4 192.0.2.1 10.0.0.1 56324 443\r\n";
  private static final byte[] BINARY =
      HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc63364070a000001dc0401bb");

  @TempDir Path folder;

  private Stage stage(FakeUpstream legacy) throws IOException {
    return Stage.with(
        folder,
        legacy,
        FakeUpstream.answering("fast"),
        yaml ->
            "proxy-protocol: true\ntrusted-proxies: [127.0.0.0/30]\n" + Stage.shortPatience(yaml));
  }

  private static String clientSeen(FakeUpstream upstream) {
    RecordedRequest last = upstream.received().getLast();
    return last.header("X-Forwarded-For").orElseThrow();
  }

  @Test
  void headerOfATrustedPeerNamesTheClientOfTheWholeConnection() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage = stage(legacy)) {
      try (RawClient client = stage.client()) {
        assertThat(client.call(LINE + Stage.get("/a")).status()).isEqualTo(200);
        assertThat(clientSeen(legacy)).isEqualTo("192.0.2.1");
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("legacy");
        assertThat(clientSeen(legacy)).isEqualTo("192.0.2.1");
      }
      try (RawClient client = stage.client()) {
        client.send(BINARY);
        assertThat(client.call(Stage.get("/b")).status()).isEqualTo(200);
        assertThat(clientSeen(legacy)).isEqualTo("198.51.100.7");
      }
    }
  }

  @Test
  void headerMayComeByteByByteAndWithTheFirstRequest() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage = stage(legacy);
        RawClient slow = stage.client()) {
      for (byte each : LINE.getBytes(StandardCharsets.ISO_8859_1)) {
        slow.send(new byte[] {each});
      }
      assertThat(slow.call(Stage.get("/a")).status()).isEqualTo(200);
      assertThat(clientSeen(legacy)).isEqualTo("192.0.2.1");
    }
  }

  /** The client of the balancer may write what it likes after the header. */
  @Test
  void clientOfTheBalancerIsNotBelievedAnyFurther() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage = stage(legacy);
        RawClient client = stage.client()) {
      client.call(LINE + Stage.get("/a", "X-Forwarded-For: 6.6.6.6"));
      assertThat(clientSeen(legacy)).isEqualTo("192.0.2.1");
      assertThat(client.call(LINE + Stage.get("/b")).status()).isEqualTo(400);
    }
  }

  @Test
  void balancerThatSpeaksForItselfIsTheClient() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage = stage(legacy);
        RawClient client = stage.client()) {
      assertThat(client.call("PROXY UNKNOWN\r\n" + Stage.get("/a")).status()).isEqualTo(200);
      assertThat(clientSeen(legacy)).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void trustedPeerWithoutHeaderIsClosedWithoutAnAnswer() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage = stage(legacy)) {
      for (String wrong : List.of(Stage.get("/a"), "PROXY TCP4 x\r\n" + Stage.get("/a"))) {
        try (RawClient client = stage.client()) {
          assertThat(client.send(wrong).isEnded()).isTrue();
        }
      }
      try (RawClient silent = stage.client()) {
        assertThat(silent.send("PROXY TCP4").isEnded()).isTrue();
      }
      try (RawClient gone = stage.client()) {
        gone.send("PROXY TCP4").shutdownOutput();
        assertThat(gone.isEnded()).isTrue();
      }
      assertThat(legacy.received()).isEmpty();
    }
  }

  @Test
  void otherPeersSendNoHeaderAndMaySendNone() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage = stage(legacy)) {
      try (RawClient client = RawClient.from("127.0.0.9", stage.port())) {
        assertThat(client.call(Stage.get("/a")).status()).isEqualTo(200);
        assertThat(clientSeen(legacy)).isEqualTo("127.0.0.9");
      }
      try (RawClient client = RawClient.from("127.0.0.9", stage.port())) {
        assertThat(client.call(LINE + Stage.get("/a")).status()).isEqualTo(400);
      }
      assertThat(legacy.received()).hasSize(1);
    }
  }

  /** The stage fails if the proxy keeps a buffer. */
  @Test
  void proxyStopsWhileAHeaderIsOutstanding() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    Stage stage =
        Stage.with(
            folder,
            legacy,
            FakeUpstream.answering("fast"),
            yaml -> "proxy-protocol: true\ntrusted-proxies: [127.0.0.0/30]\n" + yaml);
    try (RawClient waiting = stage.client();
        RawClient served = stage.client()) {
      waiting.send("PROXY TCP4 ");
      assertThat(served.call(LINE + Stage.get("/a")).status()).isEqualTo(200);
      stage.close();
      assertThat(waiting.isEnded()).isTrue();
    }
  }

  @Test
  void clientsThatComeAndGoLeaveNothingBehind() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage = stage(legacy)) {
      for (int i = 0; i < 50; i++) {
        try (RawClient client = stage.client()) {
          client.send(LINE);
          if (i % 2 == 0) {
            assertThat(client.call(Stage.get("/a", "Connection: close")).status()).isEqualTo(200);
            assertThat(client.isEnded()).isTrue();
          }
        }
      }
    }
  }
}
