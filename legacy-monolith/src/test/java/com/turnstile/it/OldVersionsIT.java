package com.turnstile.it;

import static com.turnstile.it.TurnstileRows.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.Slowness;
import com.turnstile.ws.v1.ServiceError;
import com.turnstile.ws.v1.TicketOrder;
import com.turnstile.ws.v1.TicketService;
import com.turnstile.ws.v2.CheckoutError;
import com.turnstile.ws.v2.CheckoutServiceV2;
import com.turnstile.ws.v2.OrderDetails;
import com.turnstile.ws.v2.PurchaseOrderRequest;
import com.turnstile.ws.v2.TicketLine;
import jakarta.xml.ws.Service;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import javax.xml.namespace.QName;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions 1 and 2, as clients that never moved on see them. */
class OldVersionsIT extends ClientOfTurnstile {

  private static final String CARD = CheckoutClient.GOOD_CARD;

  @ArquillianResource private URL application;
  private TicketService v1;
  private CheckoutServiceV2 v2;

  @BeforeEach
  void connect() throws IOException, URISyntaxException {
    v1 =
        service("v1/checkout", TicketService.NAMESPACE, "TicketServiceService")
            .getPort(TicketService.class);
    v2 =
        service("v2/checkout", CheckoutServiceV2.NAMESPACE, "CheckoutServiceV2Service")
            .getPort(CheckoutServiceV2.class);
  }

  @Test
  void versionOneSellsOneKindOfTicketWithAmountsAsDoubles() throws Exception {
    TicketOrder order = v1.buyTickets(7, "EV-0011", "VIP", 2, CARD, 1, 2030, "A. Holder");

    assertThat(order.getOrderNumber()).matches("T-[0-9A-HJKMNP-TV-Z]{16}");
    assertThat(order.getState()).isEqualTo(1);
    assertThat(order.getCount()).isEqualTo(2);
    assertThat(order.getTicketAmount()).isEqualTo(300.0);
    assertThat(order.getTotalAmount())
        .isEqualTo(order.getTicketAmount() + order.getFees() + order.getTax());
    assertThat(order.getCardEnding()).isEqualTo("1111");
    assertThat(order.getTickets()).hasSize(2);
    assertThat(query("select status from orders where order_reference = ?", order.getOrderNumber()))
        .containsExactly("PAID");
    assertThat(v1.findOrder(order.getOrderNumber())).usingRecursiveComparison().isEqualTo(order);
  }

  @Test
  void versionOneBuysAgainWhenItIsAskedAgain() throws Exception {
    TicketOrder one = v1.buyTickets(7, "EV-0011", "VIP", 1, CARD, 1, 2030, "A. Holder");
    TicketOrder other = v1.buyTickets(7, "EV-0011", "VIP", 1, CARD, 1, 2030, "A. Holder");

    assertThat(other.getOrderNumber()).isNotEqualTo(one.getOrderNumber());
  }

  @Test
  void versionOneRefusesWithANumberAndNeverSaysTheCard() {
    assertThat(errorOne(0, "EV-0011", 1, CARD).getErrorNumber()).isEqualTo(1);
    assertThat(errorOne(7, "EV-9999", 1, CARD).getErrorText())
        .isEqualTo("no event on sale with code EV-9999");
    assertThat(errorOne(7, "EV-0011", 1, CheckoutClient.DECLINED_CARD).getErrorNumber())
        .isEqualTo(2);
    assertThat(errorOne(7, "EV-0011", 11, CARD).getErrorText())
        .isEqualTo("count must be 1 to 10, was 11");
    assertThat(errorOne(7, "EV-0011", 1, CARD + "x").getErrorText())
        .isEqualTo("cardNumber must be 12 to 19 digits");
    ServiceError unknown = catchThrowableOfType(ServiceError.class, () -> v1.findOrder("T-NONE"));
    assertThat(unknown.getFaultInfo().getErrorNumber()).isEqualTo(3);
  }

  @Test
  void versionTwoSellsSeveralLinesWithAmountsAsStrings() throws Exception {
    PurchaseOrderRequest request = request("v2-request-1", "EV-0012");
    OrderDetails order = v2.purchaseTickets(request);

    assertThat(order.getOrderStatus()).isEqualTo("PAID");
    assertThat(order.getCustomerId()).isEqualTo("7");
    assertThat(order.getMaskedCard()).isEqualTo("************1111");
    assertThat(order.getLines())
        .extracting(TicketLine::getTicketType)
        .containsExactly("VIP", "SEATED");
    assertThat(order.getLines().get(0).getAmount()).isEqualTo("151.00");
    assertThat(order.getTicketNumbers()).hasSize(3);
    assertThat(v2.purchaseTickets(request).getOrderId())
        .as("the same request")
        .isEqualTo(order.getOrderId());
    assertThat(v2.getOrderDetails(order.getOrderId())).usingRecursiveComparison().isEqualTo(order);
  }

  @Test
  void versionTwoRefusesWithACodeAndNeverSaysTheCard() {
    PurchaseOrderRequest badCard = request("v2-request-2", "EV-0012");
    badCard.setCardNumber(CARD + CARD);
    assertThat(errorTwo(badCard).getFaultInfo().getErrorCode()).isEqualTo("E001");
    assertThat(errorTwo(badCard).getMessage()).doesNotContain(CARD);
    PurchaseOrderRequest badExpiry = request("v2-request-3", "EV-0012");
    badExpiry.setCardExpiry("13/30");
    assertThat(errorTwo(badExpiry)).hasMessage("cardExpiry must be MM/YY");
    PurchaseOrderRequest declined = request("v2-request-4", "EV-0012");
    declined.setCardNumber(CheckoutClient.DECLINED_CARD);
    assertThat(errorTwo(declined).getFaultInfo().getErrorCode()).isEqualTo("E300");
    PurchaseOrderRequest unknown = request("v2-request-5", "EV-9999");
    assertThat(errorTwo(unknown).getFaultInfo().getErrorCode()).isEqualTo("E100");
    CheckoutError noOrder =
        catchThrowableOfType(CheckoutError.class, () -> v2.getOrderDetails("T-NONE"));
    assertThat(noOrder.getFaultInfo().getErrorCode()).isEqualTo("E400");
  }

  @Test
  @Slowness("SLOW-46")
  void oldVersionsDoAllTheWorkOfTheNewOne() throws Exception {
    URI address = application.toURI();
    String order = v2.purchaseTickets(request("v2-request-6", "EV-0012")).getOrderId();
    RecordedSql start = RecordedSql.of(address, "Checkout.getOrder");
    try (CheckoutClient v3 = new CheckoutClient(address)) {
      v3.order(order);
    }
    RecordedSql afterThree = RecordedSql.of(address, "Checkout.getOrder");
    v2.getOrderDetails(order);
    RecordedSql afterTwo = RecordedSql.of(address, "Checkout.getOrder");
    v1.findOrder(order);
    RecordedSql afterOne = RecordedSql.of(address, "Checkout.getOrder");

    assertThat(afterThree.since(start).selects()).isGreaterThan(5);
    assertThat(afterTwo.since(afterThree)).isEqualTo(afterThree.since(start));
    assertThat(afterOne.since(afterTwo)).isEqualTo(afterThree.since(start));
  }

  private Service service(String path, String namespace, String name)
      throws IOException, URISyntaxException {
    URI address = application.toURI().resolve("/turnstile/" + path);
    return Service.create(URI.create(address + "?wsdl").toURL(), new QName(namespace, name));
  }

  private com.turnstile.ws.v1.ServiceErrorInfo errorOne(
      long customer, String event, int count, String card) {
    ServiceError error =
        catchThrowableOfType(
            ServiceError.class,
            () -> v1.buyTickets(customer, event, "VIP", count, card, 1, 2030, "A. Holder"));
    assertThat(error.getMessage()).doesNotContain(card);
    return error.getFaultInfo();
  }

  private CheckoutError errorTwo(PurchaseOrderRequest request) {
    return catchThrowableOfType(CheckoutError.class, () -> v2.purchaseTickets(request));
  }

  private static PurchaseOrderRequest request(String key, String event) {
    PurchaseOrderRequest request = new PurchaseOrderRequest();
    request.setRequestKey(key);
    request.setCustomerId("7");
    request.setEventCode(event);
    request.getLines().add(line("VIP", "1"));
    request.getLines().add(line("SEATED", "2"));
    request.setCardNumber(CARD);
    request.setCardExpiry("01/30");
    request.setCardHolder("A. Holder");
    return request;
  }

  private static TicketLine line(String type, String quantity) {
    TicketLine line = new TicketLine();
    line.setTicketType(type);
    line.setQuantity(quantity);
    return line;
  }
}
