package com.turnstile.it;

import jakarta.xml.ws.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.xml.namespace.QName;

/**
 * A client of one service of version 3, made from its WSDL. Thread-safe: each call gets a port of
 * its own.
 */
final class ServicePort<T> implements AutoCloseable {

  private final URI address;
  private final Class<T> type;
  private final Service service;
  private final HttpClient http = HttpClient.newHttpClient();

  /** The service is called as its interface is. */
  ServicePort(URI application, Class<T> type) throws IOException {
    String name = type.getSimpleName();
    String path = name.toLowerCase(java.util.Locale.ROOT);
    this.type = type;
    address = application.resolve("/turnstile/v3/" + path);
    service =
        Service.create(
            URI.create(address + "?wsdl").toURL(),
            new QName("http://turnstile.example/" + path + "/v3", name + "Service"));
  }

  T port() {
    return service.getPort(type);
  }

  HttpResponse<String> post(String header, String body) throws IOException, InterruptedException {
    return post(http, address, header, body);
  }

  static HttpResponse<String> post(HttpClient http, URI address, String header, String body)
      throws IOException, InterruptedException {
    String envelope =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
            + header
            + "</s:Header><s:Body>"
            + body
            + "</s:Body></s:Envelope>";
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "text/xml; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(envelope))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
  }
}
