package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS between clients and the proxy. */
class TlsIT {

  @TempDir static Path keys;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static TestIdentity shop;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static TestIdentity office;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static SSLContext trusting;

  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    shop = TestIdentity.make(keys, "shop", "dns:shop.example,dns:*.shop.example");
    office = TestIdentity.make(keys, "office", "dns:office.example");
    trusting = TestIdentity.context(null, List.of(shop, office));
  }

  private Stage stage(FakeUpstream legacy, String more) throws IOException {
    return Stage.with(
        folder, legacy, FakeUpstream.answering("fast"), yaml -> tls(more, shop, office) + yaml);
  }

  private static String tls(String more, TestIdentity... identities) {
    StringBuilder yaml = new StringBuilder("tls:\n  certificates:\n");
    for (TestIdentity identity : identities) {
      yaml.append("    - ").append(identity.yaml()).append('\n');
    }
    return yaml.append(more).toString();
  }

  private static SSLSocket socket(SSLContext context, int port, String name, String... protocols)
      throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(Math.toIntExact(Stage.LIMIT.toMillis()));
    return socket;
  }

  /** The name of the certificate that the proxy shows to a client that comes for the first time. */
  private static String shownFor(int port, String name) throws Exception {
    SSLContext unknown = TestIdentity.context(null, List.of(shop, office));
    try (SSLSocket socket = socket(unknown, port, name)) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void requestsOfEverySizeGoBothWays(String protocol) throws Exception {
    String large = "x".repeat(3_000_000);
    FakeUpstream legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(
                out,
                "200 OK",
                request.content().length() > 1_000_000 ? large : "small",
                "X-Seen-Scheme: " + request.header("X-Forwarded-Proto").orElse("none")));
    try (Stage stage = stage(legacy, "");
        RawClient client =
            RawClient.over(socket(trusting, stage.port(), "shop.example", protocol))) {
      for (int i = 0; i < 3; i++) {
        RawClient.Reply small = client.call(Stage.soap("buy"));
        assertThat(small.body()).isEqualTo("small");
        assertThat(small.field("X-Seen-Scheme")).contains("https");
        assertThat(client.call(Stage.post(large)).body()).isEqualTo(large);
        String chunked =
            "POST /shop/v1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        assertThat(client.call(chunked + Stage.get("/a")).body()).isEqualTo("small");
        assertThat(client.reply().body()).isEqualTo("small");
      }
      assertThat(legacy.received().getFirst().header("Host")).contains("shop.example");
    }
  }

  @Test
  void certificateIsThatOfTheNameAskedForElseTheFirst() throws Exception {
    try (Stage stage = stage(FakeUpstream.answering("legacy"), "")) {
      assertThat(shownFor(stage.port(), "office.example")).isEqualTo("CN=office");
      assertThat(shownFor(stage.port(), "a.shop.example")).isEqualTo("CN=shop");
      assertThat(shownFor(stage.port(), "other.example")).isEqualTo("CN=shop");
      assertThat(shownFor(stage.port(), "")).isEqualTo("CN=shop");
    }
  }

  @Test
  void olderProtocolThanTheLeastIsRefusedAndSaid() throws Exception {
    try (Stage stage = stage(FakeUpstream.answering("legacy"), "  min-protocol: TLSv1.3\n")) {
      try (SSLSocket old = socket(trusting, stage.port(), "shop.example", "TLSv1.2")) {
        assertThatThrownBy(old::startHandshake).isInstanceOf(SSLException.class);
      }
      try (RawClient plain = stage.client()) {
        plain.send(Stage.get("/a"));
        // An alert of TLS may come first.
        await().until(plain::isEnded);
      }
      try (RawClient client =
          RawClient.over(socket(trusting, stage.port(), "shop.example", "TLSv1.3"))) {
        await()
            .until(() ->
                client.call(Stage.get("/matapalo/status")).body().contains("\"tls-handshake\":"));
      }
    }
  }

  @Test
  void handshakeThatStallsEndsInTime() throws Exception {
    try (Stage stage =
            Stage.with(
                folder,
                FakeUpstream.answering("legacy"),
                FakeUpstream.answering("fast"),
                yaml -> tls("", shop) + Stage.shortPatience(yaml));
        RawClient silent = stage.client();
        RawClient halting = stage.client().send(new byte[] {22, 3, 1, 2, 0, 1})) {
      assertThat(silent.isEnded()).isTrue();
      assertThat(halting.isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionIsResumed(String protocol) throws Exception {
    try (Stage stage = stage(FakeUpstream.answering("legacy"), "")) {
      SSLContext client = TestIdentity.context(null, List.of(shop));
      long first = createdAt(client, stage.port(), protocol);
      await().until(() -> System.currentTimeMillis() > first);
      assertThat(createdAt(client, stage.port(), protocol)).isEqualTo(first);
    }
  }

  /** When the keys of a connection were agreed on; a resumed session keeps the time. */
  private static long createdAt(SSLContext client, int port, String protocol) throws IOException {
    try (SSLSocket socket = socket(client, port, "shop.example", protocol);
        RawClient http = RawClient.over(socket)) {
      assertThat(http.call(Stage.get("/a")).status()).isEqualTo(200);
      return socket.getSession().getCreationTime();
    }
  }

  @Test
  void clientNeedsACertificateOfTheIssuersIfTheyAreNamed() throws Exception {
    String more = "  client-ca-file: \"%s\"%n".formatted(office.certificateFile());
    try (Stage stage = stage(FakeUpstream.answering("legacy"), more)) {
      for (TestIdentity wrong : new TestIdentity[] {null, shop}) {
        SSLContext context = TestIdentity.context(wrong, List.of(shop));
        assertThatThrownBy(() -> createdAt(context, stage.port(), "TLSv1.2"))
            .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> createdAt(context, stage.port(), "TLSv1.3"))
            .isInstanceOf(IOException.class);
      }
      SSLContext good = TestIdentity.context(office, List.of(shop));
      assertThat(createdAt(good, stage.port(), "TLSv1.3")).isPositive();
    }
  }

  @Test
  void reloadExchangesCertificatesAndKeepsGoodOnes() throws Exception {
    Path certificate = folder.resolve("served.pem");
    Path key = folder.resolve("served.key");
    put(shop, certificate, key);
    TestIdentity served = new TestIdentity(certificate, key, shop.store());
    try (Stage stage =
            Stage.with(
                folder,
                FakeUpstream.answering("legacy"),
                FakeUpstream.answering("fast"),
                yaml -> tls("", served) + yaml);
        RawClient before = RawClient.over(socket(trusting, stage.port(), "shop.example"))) {
      assertThat(before.call(Stage.get("/a")).status()).isEqualTo(200);
      Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nMIIB\n");
      assertThat(stage.reload(yaml -> yaml))
          .isInstanceOfSatisfying(
              ReloadReport.Refused.class,
              refused ->
                  assertThat(refused.reason())
                      .contains("tls.certificates[0].certificate-file", "served.pem"));
      assertThat(shownFor(stage.port(), "")).isEqualTo("CN=shop");
      put(office, certificate, key);
      assertThat(stage.reload(yaml -> yaml))
          .isInstanceOfSatisfying(
              ReloadReport.Applied.class,
              applied ->
                  assertThat(applied.applied())
                      .singleElement()
                      .satisfies(change -> {
                        assertThat(change.key()).isEqualTo("tls.certificates[0]");
                        assertThat(change.after()).startsWith("sha256 ");
                      }));
      assertThat(shownFor(stage.port(), "")).isEqualTo("CN=office");
      assertThat(before.call(Stage.get("/a")).status()).isEqualTo(200);
    }
  }

  private static void put(TestIdentity identity, Path certificate, Path key) throws IOException {
    Files.copy(identity.certificateFile(), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(identity.keyFile(), key, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void cutAnswerNeverSeemsWhole() throws Exception {
    FakeUpstream legacy =
        FakeUpstream.start((request, out) -> {
          FakeUpstream.raw(
              out, "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
          FakeUpstream.raw(out, "5000\r\n" + "x".repeat(0x5000) + "\r\n");
          return false;
        });
    try (Stage stage = stage(legacy, "");
        RawClient client = RawClient.over(socket(trusting, stage.port(), "shop.example"))) {
      client.send(Stage.get("/a"));
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
    }
  }

  @Test
  void headerOfALoadBalancerComesBeforeTheHandshake() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage =
        Stage.with(
            folder,
            legacy,
            FakeUpstream.answering("fast"),
            yaml ->
                "proxy-protocol: true\ntrusted-proxies: [127.0.0.0/30]\n" + tls("", shop) + yaml)) {
      Socket plain = new Socket(InetAddress.getLoopbackAddress(), stage.port());
      plain
          .getOutputStream()
          .write("PROXY TCP4 192.0.2.1 10.0.0.1 5 443\r\n".getBytes(StandardCharsets.US_ASCII));
      SSLSocket secure =
          (SSLSocket)
              trusting.getSocketFactory().createSocket(plain, "shop.example", stage.port(), true);
      try (RawClient client = RawClient.over(secure)) {
        assertThat(client.call(Stage.get("/a")).status()).isEqualTo(200);
        assertThat(legacy.received().getLast().header("X-Forwarded-For")).contains("192.0.2.1");
      }
    }
  }
}
