package io.matapalo.fastpath.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FieldsTest {

  @Test
  void whatIsMissingIsToldFromWhatIsEmpty() {
    Fields fields = fields("<a/>");

    assertThat(fields.given("a")).contains("");
    assertThat(fields.givenNumber("a")).contains(0);
    assertThat(fields.givenLongNumber("a")).contains(0L);
    assertThat(fields.given("b")).isEmpty();
    assertThat(fields.givenNumber("b")).isEmpty();
    assertThat(fields.givenLongNumber("b")).isEmpty();
    assertThat(fields.text("b")).isEmpty();
  }

  @Test
  void ofSeveralTheLastCounts() {
    assertThat(fields("<a>1</a><b>2</b><a>x</a>").given("a")).contains("x");
    assertThat(fields("<a>1</a><a/>").givenNumber("a")).contains(0);
  }

  /** JAXB sets no field from a text that it cannot read, so an earlier value stays. */
  @ParameterizedTest
  @CsvSource({
    "<a>1</a><a>2</a>, 2",
    "<a>1</a><a>x</a>, 1",
    "<a>1</a><a/>, 1",
    "<a>x</a><a>3</a>, 3"
  })
  void ofSeveralDecimalsTheLastThatIsOneCounts(String xml, BigDecimal number) {
    assertThat(fields(xml).decimal("a")).contains(number);
  }

  @Test
  void aDecimalMayBeMissingOrNone() {
    assertThat(fields("<b>1</b>").decimal("a")).isEmpty();
    assertThat(fields("<a>x</a><a/>").decimal("a")).isEmpty();
  }

  private static Fields fields(String xml) {
    String message =
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><o xmlns='u'>"
            + xml
            + "</o></e:Body></e:Envelope>";
    SoapReader soap = SoapReader.open(message.getBytes(StandardCharsets.UTF_8));
    return Fields.read(soap, Set.of("a", "b"));
  }
}
