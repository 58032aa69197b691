package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.topology.ReplicaSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances that read orders on a replica which lags, and a client that keeps no cookies: it
 * sees its order at the other instance by the mark in a field of its own.
 */
final class ClientMarksIT {

  private static final String FIELD = "X-Matapalo-Mark";
  private static final String NONE = "none";

  @TempDir static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static ReplicaSet set;
  private static TurnstileStack first;
  private static FastPathServer second;

  @BeforeAll
  static void start() {
    set = ReplicaSet.inFolder(folder.resolve("set"));
    set.createDatabase("turnstile");
    String routed =
        set.jdbcUrl("turnstile").replaceFirst("^jdbc:", "jdbc:matapalo:")
            + "&matapalo.topology=primary-replica&matapalo.node-names=a,b,c&matapalo.node=b"
            + "&matapalo.instance=it&matapalo.marks.secret=a-secret-of-16-characters"
            + "&matapalo.read-only-operations=Checkout.getOrder&matapalo.health.max-lag=1h";
    first =
        TurnstileStack.on(
            new TurnstileDatabase(
                set.primary().jdbcUrl("turnstile"), routed, set.user(), set.password()),
            set,
            folder);
    second = FastPathServer.start(first.config());
  }

  @AfterEach
  void letReplicasGoOn() {
    set.replicas().forEach(set::continueApplying);
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
  }

  @Test
  void aClientWithoutCookiesSeesItsOrderAtTheOtherInstance() throws Exception {
    set.awaitCaughtUp(Duration.ofMinutes(2));
    set.replicas().forEach(set::stopApplying);
    String message =
        SoapClient.envelope(
            SoapClient.purchaseBody("it-marks-1", 7, "EV-0001", SoapClient.CARD, "SEATED", "1"));
    HttpResponse<String> sold = post(first.server, message, FIELD, NONE);
    String reference = new SoapClient.Answer(200, sold.body(), "").text("orderReference");
    String mark = sold.headers().firstValue(FIELD).orElse("");

    assertThat(mark).as(sold.body()).startsWith("v1.");
    assertThat(sold.headers().firstValue("Set-Cookie").orElse(""))
        .isEqualTo("matapalo-mark=" + mark + "; Path=/; HttpOnly; SameSite=Lax");
    String ask =
        SoapClient.envelope(
            "<t:getOrder><t:orderReference>" + reference + "</t:orderReference></t:getOrder>");
    assertThat(post(second, ask, FIELD, NONE).body()).doesNotContain("PAID");
    HttpResponse<String> found = post(second, ask, FIELD, mark);
    assertThat(found.body()).contains("PAID");
    assertThat(found.headers().firstValue(FIELD).orElse("")).startsWith("v1.");
    HttpResponse<String> byCookie = post(second, ask, "Cookie", "matapalo-mark=" + mark);
    assertThat(byCookie.body()).contains("PAID");
    assertThat(byCookie.headers().firstValue(FIELD)).isEmpty();
  }

  /** The token is looked up at the primary, though the operation may read from a replica. */
  @Test
  void aSessionJustOpenedIsKnownWhereReplicasLag() throws Exception {
    set.awaitCaughtUp(Duration.ofMinutes(2));
    set.replicas().forEach(set::stopApplying);
    String token =
        new SoapClient(first.server.url())
            .ask(
                "sessions",
                "login",
                "<customerId>21</customerId><password>curtain-up-2026</password>")
            .text("token");
    String header =
        "<e:Header><sessionToken xmlns='http://turnstile.example/session/v3'>"
            + token
            + "</sessionToken></e:Header>";
    String ask =
        SoapClient.envelope("<t:getOrder><t:orderReference>T-NONE</t:orderReference></t:getOrder>");

    assertThat(post(second, ask.replace("<e:Body>", header + "<e:Body>"), FIELD, NONE).body())
        .contains("ORDER_NOT_FOUND");
  }

  private static HttpResponse<String> post(
      FastPathServer server, String message, String field, String value) throws Exception {
    URI address = server.url().resolve("/turnstile/v3/checkout");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .headers("Content-Type", "text/xml;charset=utf-8", field, value)
            .POST(HttpRequest.BodyPublishers.ofString(message))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
