package io.matapalo.perf.bench.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.bench.http.FailureKind;
import io.matapalo.perf.bench.http.HttpResponse;
import io.matapalo.perf.bench.http.Sent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;

final class SoapFaultsTest {
  private static final String NAMESPACE = "http://turnstile.example/checkout/v3";
  private static final String SOLD_OUT =
      fault(
          "<c:checkoutFault xmlns:c=\""
              + NAMESPACE
              + "\"><c:code>SOLD_OUT</c:code>"
              + "<c:message>code &lt;1&gt;</c:message></c:checkoutFault>");
  private static final String OF_THE_PROXY = fault("");
  private static final String OF_THE_CONTAINER =
      fault("<e:exception xmlns:e=\"http://jax-ws.dev.java.net/\"><code>X</code></e:exception>");

  private final SoapFaults faults = new SoapFaults(Set.of(new QName(NAMESPACE, "checkoutFault")));
  private final OutcomeClassifier classifier = new OutcomeClassifier(faults);

  private static String fault(String detail) {
    return "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><S:Fault>"
        + "<faultcode>S:Server</faultcode><faultstring>x</faultstring><detail>"
        + detail
        + "</detail></S:Fault></S:Body></S:Envelope>";
  }

  private Outcome outcome(int status, String body) {
    ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    return classifier.classify(new Sent.Answered(new HttpResponse(status, Map.of(), bytes), 0, 1));
  }

  @Test
  void faultOfTheApplicationIsNoServerError() {
    assertThat(outcome(500, SOLD_OUT)).isEqualTo(new Outcome.ApplicationFault("SOLD_OUT"));
    assertThat(outcome(200, SOLD_OUT)).isEqualTo(new Outcome.ApplicationFault("SOLD_OUT"));
  }

  @Test
  void everyOther500IsAServerError() {
    assertThat(outcome(500, OF_THE_PROXY)).isEqualTo(new Outcome.ServerError(500));
    assertThat(outcome(500, OF_THE_CONTAINER)).isEqualTo(new Outcome.ServerError(500));
    assertThat(outcome(500, "Fault, but no XML")).isEqualTo(new Outcome.ServerError(500));
    assertThat(outcome(500, SOLD_OUT.substring(0, SOLD_OUT.length() - 12)))
        .as("cut short")
        .isEqualTo(new Outcome.ServerError(500));
  }

  @Test
  void gatewayErrorsAreServerErrorsWhateverTheirBody() {
    for (int status : new int[] {502, 503, 504}) {
      assertThat(outcome(status, SOLD_OUT)).isEqualTo(new Outcome.ServerError(status));
    }
  }

  @Test
  void theRestIsNamedByStatus() {
    assertThat(outcome(200, "<ok/>")).isEqualTo(new Outcome.Success());
    assertThat(outcome(404, "")).isEqualTo(new Outcome.ClientError(404));
    assertThat(outcome(302, "")).isEqualTo(new Outcome.ClientError(302));
    assertThat(classifier.classify(new Sent.Failed(FailureKind.RESET, "x", 0, 1)))
        .isEqualTo(new Outcome.TransportError(FailureKind.RESET));
  }

  @Test
  void documentTypeIsNeverFollowed() {
    String body = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + SOLD_OUT;
    assertThat(faults.codeOf(body.replace("SOLD_OUT", "&e;"))).isNotEqualTo("root");
  }
}
