package io.matapalo.perf.launcher.trace;

import io.matapalo.perf.bench.http.HttpFetch;
import io.matapalo.perf.bench.http.Sent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Gets what recorders say, from a server or a file. Thread-safe. */
final class RecorderClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String PATH = "/matapalo/sql";

  private final HttpFetch http;

  RecorderClient(HttpFetch http) {
    this.http = http;
  }

  /**
   * The address of a recorder as it was given on a command line: that of the report itself, or of
   * the application that has it.
   *
   * @throws IllegalArgumentException if it is no address of either
   */
  static URI address(String text) {
    URI uri = URI.create(text);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "a recorder's address is like http://127.0.0.1:8080/application, was " + text);
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (path.endsWith(PATH)) {
      return uri.resolve(path);
    }
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return uri.resolve((base.isEmpty() ? "" : base) + PATH);
  }

  List<Recording> read(String side, URI address) {
    return Recording.parse(side, address.toString(), text(address));
  }

  static List<Recording> read(Path file) {
    try {
      return Recording.parse(
          String.valueOf(file.getFileName()), file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("--from %s cannot be read".formatted(file), e);
    }
  }

  /** Every statement of the latest request of an operation, as JSON. */
  String statements(URI address, String operation) {
    String name = URLEncoder.encode(operation, StandardCharsets.UTF_8);
    return text(URI.create(address + "/statements?operation=" + name));
  }

  private String text(URI address) {
    return switch (http.get(address, LIMIT)) {
      case Sent.Answered answered when answered.response().status() == 200 ->
          answered.response().bodyText();
      case Sent.Answered answered ->
          throw new TraceException(
              "%s answered %d; is the recorder's filter in that application, and do you ask it itself, from the same machine, past any proxy?"
                  .formatted(address, answered.response().status()));
      case Sent.Failed failed ->
          throw new TraceException(
              "%s does not answer: %s; does that server run?".formatted(address, failed.reason()));
    };
  }
}
