package com.turnstile.vendor;

import jakarta.json.Json;

/** The message gateway. Thread-safe; each call blocks until it answers or its time is over. */
public class MessageClient {

  private final VendorConnection connection;

  public MessageClient(String baseUrl, int connectTimeoutMillis, int readTimeoutMillis) {
    this.connection = new VendorConnection(baseUrl, connectTimeoutMillis, readTimeoutMillis);
  }

  /** Sends a message; the same key again sends it once. */
  public void send(String key, Message message) throws VendorException {
    VendorAnswer answer =
        connection.post(
            "/v1/messages",
            key,
            Json.createObjectBuilder()
                .add("to", message.to())
                .add("template", message.template())
                .add("reference", message.reference())
                .add("text", message.text())
                .build());
    if (answer.status() != 202) {
      throw new VendorException("the message gateway answered " + answer.status());
    }
  }
}
