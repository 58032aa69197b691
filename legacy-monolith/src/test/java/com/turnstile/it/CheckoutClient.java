package com.turnstile.it;

import com.turnstile.ws.v3.gen.Card;
import com.turnstile.ws.v3.gen.Checkout;
import com.turnstile.ws.v3.gen.CheckoutFaultMessage;
import com.turnstile.ws.v3.gen.GetOrder;
import com.turnstile.ws.v3.gen.Order;
import com.turnstile.ws.v3.gen.Purchase;
import com.turnstile.ws.v3.gen.PurchaseLine;
import com.turnstile.ws.v3.gen.Refund;
import jakarta.xml.ws.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.xml.namespace.QName;

/**
 * A client of the public interface, made from its WSDL. Thread-safe: each call gets a port of its
 * own.
 */
final class CheckoutClient implements AutoCloseable {

  static final String GOOD_CARD = "4111111111111111";
  static final String DECLINED_CARD = "4000000000000002";

  private final URI address;
  private final Service service;
  private final HttpClient http = HttpClient.newHttpClient();

  CheckoutClient(URI application) throws IOException {
    address = application.resolve("/turnstile/v3/checkout");
    service =
        Service.create(
            URI.create(address + "?wsdl").toURL(),
            new QName("http://turnstile.example/checkout/v3", "CheckoutService"));
  }

  Order purchase(Purchase purchase) throws CheckoutFaultMessage {
    return service.getPort(Checkout.class).purchase(purchase).getOrder();
  }

  Order order(String reference) throws CheckoutFaultMessage {
    GetOrder request = new GetOrder();
    request.setOrderReference(reference);
    return service.getPort(Checkout.class).getOrder(request).getOrder();
  }

  Order refund(String reference) throws CheckoutFaultMessage {
    Refund request = new Refund();
    request.setOrderReference(reference);
    return service.getPort(Checkout.class).refund(request).getOrder();
  }

  HttpResponse<String> post(String body, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "text/xml; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(30)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
  }

  static Purchase purchaseOf(String requestId, String eventCode, String... lines) {
    Purchase purchase = new Purchase();
    purchase.setRequestId(requestId);
    purchase.setCustomerId(7L);
    purchase.setEventCode(eventCode);
    purchase.getLine().addAll(lines(lines));
    Card card = new Card();
    card.setNumber(GOOD_CARD);
    card.setExpiryMonth(1);
    card.setExpiryYear(2030);
    card.setHolder("A. Holder");
    purchase.setCard(card);
    return purchase;
  }

  /** Each line as {@code CODE*QUANTITY}. */
  private static List<PurchaseLine> lines(String... lines) {
    return Arrays.stream(lines)
        .map(text -> {
          int star = text.indexOf('*');
          PurchaseLine line = new PurchaseLine();
          line.setTicketTypeCode(text.substring(0, star));
          line.setQuantity(Integer.valueOf(text.substring(star + 1)));
          return line;
        })
        .toList();
  }
}
