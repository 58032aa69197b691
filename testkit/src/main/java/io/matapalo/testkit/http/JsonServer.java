package io.matapalo.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves JSON over HTTP/1.1 on loopback, one virtual thread a connection, connections kept alive.
 * At most 1,000 connections are open; more wait to be accepted. Adds no latency of its own: no
 * Nagle, one write an answer. The body of a request is never logged. Thread-safe.
 */
public final class JsonServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JsonServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CONNECTIONS = 1_000;
  private static final int MAX_BODY_BYTES = 65_536;

  private final HttpListener listener;

  private JsonServer(HttpListener listener) {
    this.listener = listener;
  }

  /** Serves on a port; 0 means any free one. */
  public static JsonServer start(int port, JsonService service) {
    return new JsonServer(
        HttpListener.start(
            port,
            MAX_CONNECTIONS,
            HttpListener.requests(
                MAX_BODY_BYTES, (request, connection) -> exchange(service, connection, request))));
  }

  public int port() {
    return listener.port();
  }

  /** Stops listening and closes all connections. Idempotent. */
  @Override
  public void close() {
    listener.close();
  }

  /** True when the connection goes on. */
  private static boolean exchange(JsonService service, Socket socket, RecordedRequest request)
      throws IOException {
    Conditions conditions = service.conditions(request.path());
    return switch (conditions.outage()) {
      case DROP -> false;
      case HANG -> {
        // Ends when the other side gives up, or the server stops.
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        yield false;
      }
      case REFUSE -> {
        pause(conditions.latency());
        yield write(socket, request, JsonAnswer.error(503, "out of service"));
      }
      case NONE -> {
        JsonAnswer answer = answer(service, request);
        pause(conditions.latency().plus(answer.delay()));
        yield write(socket, request, answer);
      }
    };
  }

  private static JsonAnswer answer(JsonService service, RecordedRequest request) {
    try {
      String text = request.text();
      JsonNode body = JSON.readTree(text.isBlank() ? "{}" : text);
      return body.isObject()
          ? service.answer(request, body)
          : JsonAnswer.error(400, "the body must be a JSON object");
    } catch (JsonProcessingException e) {
      // Its message may quote the body, and so a card number.
      return JsonAnswer.error(400, "the body is not JSON");
    } catch (RuntimeException e) {
      LOG.error("request failed path={} kind={}", request.path(), e.getClass().getName());
      return JsonAnswer.error(500, "internal error");
    }
  }

  private static boolean write(Socket socket, RecordedRequest request, JsonAnswer answer)
      throws IOException {
    boolean goesOn = request.keepsAlive();
    String body = answer.body().toString();
    String head =
        "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(
                answer.status(),
                answer.status() < 400 ? "OK" : "Refused",
                body.getBytes(UTF_8).length,
                goesOn ? "" : "Connection: close\r\n");
    socket.getOutputStream().write((head + body).getBytes(UTF_8));
    return goesOn;
  }

  private static void pause(Duration length) throws IOException {
    if (length.isPositive()) {
      try {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted before an answer", e);
      }
    }
  }
}
