package io.matapalo.fastpath.vendors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.matapalo.fastpath.pacing.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls of one vendor: JSON out and in over kept-alive connections, within a deadline. Blocks.
 * Thread-safe. Only for calls that may be repeated: one that fails on the connection is tried once
 * more if time is left, since a kept-alive connection may have been closed under it.
 */
public final class JsonHttp {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MAX_ANSWER_BYTES = 1024 * 1024;

  private final HttpClient client;
  private final URI base;
  private final Duration callTimeout;
  private final Breaker breaker;

  /**
   * A vendor's calls.
   *
   * @param base what paths are appended to, without a slash at its end
   * @param callTimeout how long one try may take
   * @param breaker the vendor's, which all its calls share
   */
  public JsonHttp(HttpClient client, URI base, Duration callTimeout, Breaker breaker) {
    this.client = client;
    this.base = base;
    this.callTimeout = callTimeout;
    this.breaker = breaker;
  }

  /**
   * Asks.
   *
   * @throws VendorUnavailable when no answer came in time, or the vendor's breaker is open
   */
  public JsonAnswer get(String path, Deadline deadline) {
    return call(HttpRequest.newBuilder(uri(path)).GET(), deadline);
  }

  /**
   * Sends {@code body} as JSON with {@code headers}.
   *
   * @throws VendorUnavailable when no answer came in time, or the vendor's breaker is open
   */
  public JsonAnswer post(
      String path, Map<String, String> headers, JsonNode body, Deadline deadline) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    return call(request, deadline);
  }

  private JsonAnswer call(HttpRequest.Builder request, Deadline deadline) {
    boolean hasItsTime = deadline.remaining().compareTo(callTimeout) >= 0;
    return breaker.guard(() -> tryTwice(request, deadline, hasItsTime));
  }

  private JsonAnswer tryTwice(HttpRequest.Builder request, Deadline deadline, boolean hasItsTime) {
    try {
      return send(request, deadline);
    } catch (HttpTimeoutException e) {
      String message = "no answer from " + base + " in time";
      throw hasItsTime ? new VendorUnavailable(message, e) : VendorUnavailable.givenUp(message, e);
    } catch (ConnectException e) {
      throw new VendorUnavailable("no connection to " + base, e);
    } catch (IOException first) {
      return sendAgain(request, deadline, first);
    }
  }

  private JsonAnswer sendAgain(
      HttpRequest.Builder request, Deadline deadline, IOException firstTrouble) {
    try {
      return send(request, deadline);
    } catch (IOException e) {
      e.addSuppressed(firstTrouble);
      throw new VendorUnavailable("no answer from " + base, e);
    }
  }

  private JsonAnswer send(HttpRequest.Builder request, Deadline deadline) throws IOException {
    Duration timeout = deadline.atMost(callTimeout);
    if (timeout.isZero()) {
      throw new HttpTimeoutException("no time left");
    }
    HttpResponse<byte[]> answer = await(request.timeout(timeout).build(), timeout);
    return new JsonAnswer(answer.statusCode(), parse(answer.body()));
  }

  /** The request's own timeout ends with the head of the answer; this one covers its body too. */
  private HttpResponse<byte[]> await(HttpRequest request, Duration timeout) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      HttpTimeoutException late = new HttpTimeoutException("no whole answer");
      late.initCause(e);
      throw late;
    } catch (ExecutionException e) {
      throw asIo(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw VendorUnavailable.givenUp("interrupted while waiting for " + base, e);
    }
  }

  private static IOException asIo(ExecutionException e) {
    return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (JsonProcessingException e) {
      // An error page: the status tells enough, and the message could quote content.
      return MissingNode.getInstance();
    }
  }

  private URI uri(String path) {
    return URI.create(base + path);
  }
}
