package com.turnstile.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** How many statements of each verb the recorder has seen for one operation. Immutable. */
record RecordedSql(int selects, int inserts, int updates, int deletes) {

  private static final RecordedSql NONE = new RecordedSql(0, 0, 0, 0);

  /** Since the application started. */
  static RecordedSql of(URI application, String operation)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(application.resolve("/turnstile/matapalo/sql"))
            .timeout(Duration.ofSeconds(30))
            .build();
    // A new client that asks for HTTP/2 at once does not read WildFly's longer answers.
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
        for (JsonValue value : reader.readObject().getJsonArray("operations")) {
          JsonObject recorded = value.asJsonObject();
          if (recorded.getString("operation").equals(operation)) {
            return of(recorded.getJsonObject("statements"));
          }
        }
      }
    }
    return NONE;
  }

  RecordedSql since(RecordedSql earlier) {
    return new RecordedSql(
        selects - earlier.selects,
        inserts - earlier.inserts,
        updates - earlier.updates,
        deletes - earlier.deletes);
  }

  private static RecordedSql of(JsonObject statements) {
    return new RecordedSql(
        statements.getInt("select"),
        statements.getInt("insert"),
        statements.getInt("update"),
        statements.getInt("delete"));
  }
}
