package com.turnstile.ws.v1;

import com.turnstile.ws.backend.CheckoutBackend;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Service;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Map;
import javax.xml.namespace.QName;

/**
 * The way from version 1 to the back end, as that of version 3 was when it was copied. Thread-safe:
 * the service is shared, each call gets a port of its own.
 */
final class BackendClient {

  private static final QName SERVICE =
      new QName(CheckoutBackend.NAMESPACE, "CheckoutBackendService");

  private Service service;

  CheckoutBackend port() {
    CheckoutBackend port = service().getPort(CheckoutBackend.class);
    Map<String, Object> context = ((BindingProvider) port).getRequestContext();
    context.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address());
    context.put("com.sun.xml.ws.connect.timeout", 10_000);
    context.put("com.sun.xml.ws.request.timeout", 120_000);
    return port;
  }

  private synchronized Service service() {
    if (service == null) {
      try {
        service = Service.create(URI.create(address() + "?wsdl").toURL(), SERVICE);
      } catch (MalformedURLException e) {
        throw new IllegalStateException("turnstile.backend.url must be an HTTP address", e);
      }
    }
    return service;
  }

  private static String address() {
    String own =
        "http://"
            + System.getProperty("jboss.bind.address", "127.0.0.1")
            + ":"
            + System.getProperty("jboss.http.port", "8080")
            + "/turnstile/backend/checkout";
    return System.getProperty("turnstile.backend.url", own);
  }
}
