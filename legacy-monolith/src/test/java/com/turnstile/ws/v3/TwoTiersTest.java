package com.turnstile.ws.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.turnstile.Slowness;
import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.ws.backend.CheckoutBackend;
import com.turnstile.ws.v3.gen.GetOrder;
import com.turnstile.ws.v3.gen.Order;
import jakarta.jws.WebService;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The front end is a SOAP client of the back end: what came as SOAP goes on as SOAP. */
class TwoTiersTest {

  private static final String PATH = "/turnstile/backend/checkout";

  @Test
  @Slowness("SLOW-22")
  void eachRequestOfTheFrontEndBecomesASecondSoapRequest() throws Exception {
    List<String> posts = Collections.synchronizedList(new ArrayList<>());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpContext context = server.createContext(PATH);
    context.getFilters().add(new PostsFilter(posts));
    server.start();
    Endpoint backEnd = Endpoint.create(new KnownOrder());
    backEnd.publish(context);
    System.setProperty(
        "turnstile.backend.url", "http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    try {
      GetOrder request = new GetOrder();
      request.setOrderReference("T-1");
      Order order = new CheckoutEndpoint().getOrder(request).getOrder();

      assertThat(order.getOrderReference()).isEqualTo("T-1");
      assertThat(posts).containsExactly("text/xml; charset=utf-8");
    } finally {
      System.clearProperty("turnstile.backend.url");
      backEnd.stop();
      server.stop(0);
    }
  }

  /** Notes the content type of each post. Thread-safe, as its list is. */
  private static final class PostsFilter extends Filter {

    private final List<String> posts;

    PostsFilter(List<String> posts) {
      this.posts = posts;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      if (exchange.getRequestMethod().equals("POST")) {
        posts.add(exchange.getRequestHeaders().getFirst("Content-Type"));
      }
      chain.doFilter(exchange);
    }

    @Override
    public String description() {
      return "notes posts";
    }
  }

  /** A back end that knows one order. Stateless. */
  @WebService(
      serviceName = "CheckoutBackendService",
      portName = "CheckoutBackendPort",
      targetNamespace = CheckoutBackend.NAMESPACE,
      endpointInterface = "com.turnstile.ws.backend.CheckoutBackend")
  public static class KnownOrder implements CheckoutBackend {

    @Override
    public OrderData executePurchase(PurchaseData purchase) {
      throw new UnsupportedOperationException("only loads orders");
    }

    @Override
    public OrderData loadOrder(String orderReference) {
      OrderData order = new OrderData();
      order.setOrderReference(orderReference);
      return order;
    }

    @Override
    public OrderData executeRefund(String orderReference) {
      throw new UnsupportedOperationException("only loads orders");
    }
  }
}
