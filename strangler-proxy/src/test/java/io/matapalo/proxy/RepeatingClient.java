package io.matapalo.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Clients that send a POST again by themselves when their connection ends without a byte of an
 * answer. Each sends the same message twice over one connection.
 */
enum RepeatingClient {
  /** The transport of the JAX-WS reference implementation. */
  HTTP_URL_CONNECTION {
    @Override
    List<OptionalInt> postTwice(int port, String message) throws IOException {
      List<OptionalInt> statuses = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        statuses.add(post(URI.create(url(port)), message));
      }
      return statuses;
    }

    private OptionalInt post(URI uri, String message) throws IOException {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setDoOutput(true);
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "text/xml");
      connection.setReadTimeout(Math.toIntExact(Stage.LIMIT.toMillis()));
      try (OutputStream out = connection.getOutputStream()) {
        out.write(message.getBytes(StandardCharsets.US_ASCII));
      }
      try {
        int status = connection.getResponseCode();
        try (InputStream in =
            status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
          in.readAllBytes();
        }
        return OptionalInt.of(status);
      } catch (IOException e) {
        // The answer was cut: for the client a failure like any other.
        return OptionalInt.empty();
      }
    }
  },

  CURL {
    @Override
    List<OptionalInt> postTwice(int port, String message) throws IOException {
      Process curl =
          new ProcessBuilder(
                  "curl",
                  "-s",
                  "-w",
                  "\\nstatus %{http_code} %{exitcode}\\n",
                  "--max-time",
                  Long.toString(Stage.LIMIT.toSeconds()),
                  "-H",
                  "Content-Type: text/xml",
                  "-d",
                  message,
                  url(port),
                  url(port))
              .start();
      try (InputStream in = curl.getInputStream()) {
        String out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return out.lines()
            .filter(line -> line.startsWith("status "))
            .map(line -> line.split(" ", -1))
            .map(parts ->
                parts[2].equals("0")
                    ? OptionalInt.of(Integer.parseInt(parts[1]))
                    : OptionalInt.empty())
            .toList();
      } finally {
        try {
          if (!curl.waitFor(1, TimeUnit.SECONDS)) {
            curl.destroyForcibly();
          }
        } catch (InterruptedException e) {
          curl.destroyForcibly();
          Thread.currentThread().interrupt();
        }
      }
    }
  };

  private static String url(int port) {
    return "http://127.0.0.1:" + port + Stage.PATH;
  }

  /** The status of each answer; none for an answer that was cut or never came. */
  abstract List<OptionalInt> postTwice(int port, String message) throws IOException;
}
