package io.matapalo.testkit.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls a simulated vendor. Thread-safe. */
public final class VendorCalls implements AutoCloseable {
  public static final String GOOD_CARD = "4111111111111111";
  public static final String DECLINED_CARD = "4000000000000002";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final Duration patience;

  public VendorCalls(String url) {
    this(url, Duration.ofMinutes(1));
  }

  /** {@code patience}: how long an answer may take. */
  public VendorCalls(String url, Duration patience) {
    this.url = url;
    this.patience = patience;
  }

  /** A status and a JSON body. */
  public record Answer(int status, JsonNode json) {
    public String text(String field) {
      return json.path(field).asText();
    }
  }

  public Answer post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer put(String path, String body) throws IOException, InterruptedException {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  public Answer pay(String key, String amount, String card)
      throws IOException, InterruptedException {
    String body =
        """
        {"amount":"%s","currency":"EUR","reference":"%s",
         "card":{"number":"%s","expiryMonth":12,"expiryYear":2030,"holder":"A Holder"}}
        """
            .formatted(amount, key, card);
    return send(
        request("/v1/payments")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer message(String key, String body) throws IOException, InterruptedException {
    return send(
        request("/v1/messages")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(patience);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
