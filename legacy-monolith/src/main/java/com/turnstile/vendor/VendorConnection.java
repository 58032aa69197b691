package com.turnstile.vendor;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** JSON over HTTP to one vendor. Thread-safe. Neither bodies nor their parts are ever logged. */
class VendorConnection {

  private final String baseUrl;
  private final int connectTimeoutMillis;
  private final int readTimeoutMillis;

  VendorConnection(String baseUrl, int connectTimeoutMillis, int readTimeoutMillis) {
    this.baseUrl = baseUrl;
    this.connectTimeoutMillis = connectTimeoutMillis;
    this.readTimeoutMillis = readTimeoutMillis;
  }

  /** Posts and waits for the answer, whatever its status; a status of 500 or more is no answer. */
  VendorAnswer post(String path, String idempotencyKey, JsonObject body) throws VendorException {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(baseUrl + path).toURL().openConnection();
      connection.setConnectTimeout(connectTimeoutMillis);
      connection.setReadTimeout(readTimeoutMillis);
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setRequestProperty("Accept", "application/json");
      if (idempotencyKey != null) {
        connection.setRequestProperty("Idempotency-Key", idempotencyKey);
      }
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.toString().getBytes(StandardCharsets.UTF_8));
      }
      return answer(connection, path);
    } catch (IOException | JsonException e) {
      // The message of neither may be trusted to be free of what was sent.
      throw new VendorException(path + " failed: " + e.getClass().getSimpleName());
    }
  }

  private static VendorAnswer answer(HttpURLConnection connection, String path)
      throws IOException, VendorException {
    int status = connection.getResponseCode();
    InputStream stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    if (stream == null) {
      throw new VendorException(path + " answered " + status + " without a body");
    }
    // Read to its end in any case, so that the connection can be used again.
    try (stream) {
      byte[] bytes = stream.readAllBytes();
      if (status >= 500) {
        throw new VendorException(path + " answered " + status);
      }
      try (JsonReader reader = Json.createReader(new java.io.ByteArrayInputStream(bytes))) {
        return new VendorAnswer(status, reader.readObject());
      }
    }
  }
}
