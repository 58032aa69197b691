package com.turnstile.it;

import jakarta.xml.ws.Service;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import javax.xml.namespace.QName;

/**
 * A client of one service of version 3, made from its WSDL. Thread-safe: each call gets a port of
 * its own.
 */
final class ServiceClient<P> implements AutoCloseable {

  private final Class<P> portType;
  private final String namespace;
  private final URI address;
  private final Service service;
  private final HttpClient http = HttpClient.newHttpClient();

  ServiceClient(URL application, Class<P> portType) throws IOException {
    this.portType = portType;
    String name = portType.getSimpleName();
    String path = name.toLowerCase(Locale.ROOT);
    namespace = "http://turnstile.example/" + path + "/v3";
    address = URI.create(application.toString()).resolve("/turnstile/v3/" + path);
    service =
        Service.create(
            URI.create(address + "?wsdl").toURL(), new QName(namespace, name + "Service"));
  }

  P port() {
    return service.getPort(portType);
  }

  /** The answer to a body of this element with this content, as text. */
  String post(String element, String content) throws IOException, InterruptedException {
    String envelope =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><%1$s xmlns=\"%2$s\">%3$s</%1$s></s:Body></s:Envelope>"
            .formatted(element, namespace, content);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "text/xml; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(envelope))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    http.close();
  }
}
