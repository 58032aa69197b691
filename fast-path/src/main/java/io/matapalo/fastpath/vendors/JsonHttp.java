package io.matapalo.fastpath.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.matapalo.fastpath.pacing.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Calls of one vendor: JSON out and in over kept-alive connections, within a deadline. Blocks.
 * Thread-safe. Only for calls that may be repeated: one that fails on the connection is tried once
 * more if time is left, since a kept-alive connection may have been closed under it.
 */
public final class JsonHttp {

  private static final ContentType TYPE = ContentType.create("application/json");

  private final VendorConnections connections;
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
  public JsonHttp(VendorConnections connections, URI base, Duration callTimeout, Breaker breaker) {
    this.connections = connections;
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
    return call(() -> new HttpGet(uri(path)), deadline);
  }

  /**
   * Sends {@code body} as JSON with {@code headers}.
   *
   * @throws VendorUnavailable when no answer came in time, or the vendor's breaker is open
   */
  public JsonAnswer post(
      String path, Map<String, String> headers, JsonNode body, Deadline deadline) {
    byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
    Supplier<HttpUriRequestBase> request =
        () -> {
          HttpPost post = new HttpPost(uri(path));
          headers.forEach(post::setHeader);
          post.setEntity(new ByteArrayEntity(json, TYPE));
          return post;
        };
    return call(request, deadline);
  }

  private JsonAnswer call(Supplier<HttpUriRequestBase> request, Deadline deadline) {
    boolean hasItsTime = deadline.remaining().compareTo(callTimeout) >= 0;
    return breaker.guard(() -> tryTwice(request, deadline, hasItsTime));
  }

  private JsonAnswer tryTwice(
      Supplier<HttpUriRequestBase> request, Deadline deadline, boolean hasItsTime) {
    try {
      return send(request, deadline);
    } catch (HttpTimeoutException e) {
      String message = "no answer from " + base + " in time";
      throw hasItsTime ? new VendorUnavailable(message, e) : VendorUnavailable.givenUp(message, e);
    } catch (ConnectException e) {
      throw new VendorUnavailable("no connection to " + base, e);
    } catch (IOException first) {
      if (Thread.currentThread().isInterrupted()) {
        throw VendorUnavailable.givenUp("interrupted while waiting for " + base, first);
      }
      return sendAgain(request, deadline, first);
    }
  }

  private JsonAnswer sendAgain(
      Supplier<HttpUriRequestBase> request, Deadline deadline, IOException firstTrouble) {
    try {
      return send(request, deadline);
    } catch (IOException e) {
      e.addSuppressed(firstTrouble);
      throw new VendorUnavailable("no answer from " + base, e);
    }
  }

  private JsonAnswer send(Supplier<HttpUriRequestBase> request, Deadline deadline)
      throws IOException {
    Duration timeout = deadline.atMost(callTimeout);
    if (timeout.isZero()) {
      throw new HttpTimeoutException("no time left");
    }
    return connections.send(request.get(), timeout);
  }

  private URI uri(String path) {
    return URI.create(base + path);
  }
}
