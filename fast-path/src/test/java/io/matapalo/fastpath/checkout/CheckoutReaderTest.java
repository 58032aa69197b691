package io.matapalo.fastpath.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.checkout.sale.PurchaseRequest;
import io.matapalo.fastpath.soap.SoapReader;
import io.matapalo.fastpath.stock.TicketLine;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CheckoutReaderTest {

  @Test
  void readsElementsInAnyOrderTheLastOfSeveralAndSkipsOthers() {
    PurchaseRequest request =
        purchase(
            "<t:card><t:holder>A &amp;"
                + " B</t:holder><t:number>4111111111111111</t:number></t:card><t:other><t:requestId>inner</t:requestId></t:other><x:customerId"
                + " xmlns:x='x'>9</x:customerId><t:customerId> 5"
                + " </t:customerId><t:requestId>first</t:requestId><t:line><t:quantity>2</t:quantity><t:ticketTypeCode>"
                + " VIP</t:ticketTypeCode></t:line><t:line/><t:requestId>second</t:requestId>");

    assertThat(request.requestId()).isEqualTo("second");
    assertThat(request.customerId()).isEqualTo(5);
    assertThat(request.eventCode()).isEmpty();
    assertThat(request.lines()).containsExactly(new TicketLine(" VIP", 2), new TicketLine("", 0));
    assertThat(request.card().holder()).isEqualTo("A & B");
    assertThat(request.card().expiryMonth()).isZero();
  }

  private static PurchaseRequest purchase(String children) {
    String message =
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'"
            + " xmlns:t='http://turnstile.example/checkout/v3'><e:Body><t:purchase>"
            + children
            + "</t:purchase></e:Body></e:Envelope>";
    SoapReader soap = SoapReader.open(message.getBytes(StandardCharsets.UTF_8));
    PurchaseRequest request = CheckoutReader.purchase(soap);
    soap.finish();
    return request;
  }
}
