package com.turnstile.vendor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class PaymentClientTest {

  /** Callers give a reservation back if they can, and go on if they cannot. */
  @Test
  void aVoidThatIsRefusedIsNoProgrammingError() throws IOException {
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(409, 2);
          exchange.getResponseBody().write(new byte[] {'{', '}'});
          exchange.close();
        });
    provider.start();
    try {
      PaymentClient client =
          new PaymentClient("http://127.0.0.1:" + provider.getAddress().getPort(), 2_000, 2_000);

      assertThatThrownBy(() -> client.cancel("pay_1"))
          .isInstanceOf(VendorException.class)
          .hasMessageContaining("409");
    } finally {
      provider.stop(0);
    }
  }
}
