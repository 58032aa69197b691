package io.matapalo.proxy.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Content-Type, SOAPAction, names and faults. */
class SoapFieldsTest {

  @Test
  void contentTypeIsTakenApart() {
    ContentType type =
        ContentType.parse("Application/SOAP+XML ; Charset=\"utf-8\"; action=\"urn:a;b\"");
    assertThat(type.mediaType()).isEqualTo("application/soap+xml");
    assertThat(type.charset()).contains("utf-8");
    assertThat(type.action()).contains("urn:a;b");
    assertThat(type.usualVersion()).contains(SoapVersion.SOAP_1_2);
    assertThat(ContentType.parse("multipart/related; type=\"text/xml\"").isMultipart()).isTrue();
    assertThat(ContentType.parse("").usualVersion()).isEmpty();
    assertThat(ContentType.parse(";;;=;a").charset()).isEmpty();
  }

  @Test
  void actionMayBeQuotedEmptyOrInTheMediaType() {
    assertThat(action("\"urn:shop#buy\"")).map(SoapAction::value).contains("urn:shop#buy");
    assertThat(action("urn:shop/buy")).map(SoapAction::lastSegment).contains("buy");
    assertThat(action("\"\"")).isEmpty();
    assertThat(action("")).isEmpty();
    assertThat(action("\"")).map(SoapAction::value).contains("\"");
    ContentType type = ContentType.parse("application/soap+xml; action=\"urn:b\"");
    assertThat(SoapAction.of(Optional.empty(), type)).contains(new SoapAction("urn:b"));
    assertThat(SoapAction.of(Optional.of("\"\""), type)).contains(new SoapAction("urn:b"));
  }

  private static Optional<SoapAction> action(String field) {
    return SoapAction.of(Optional.of(field), ContentType.none());
  }

  @Test
  void qualifiedNameIsReadAndWrittenAlike() {
    QualifiedName name = QualifiedName.parse("{http://shop.example/v1}buy");
    assertThat(name).isEqualTo(new QualifiedName("http://shop.example/v1", "buy"));
    assertThat(name.toString()).isEqualTo("{http://shop.example/v1}buy");
    assertThat(QualifiedName.parse("{}buy").namespace()).isEmpty();
    for (String bad : new String[] {"buy", "{a}", "{a", "a}b", ""}) {
      assertThatThrownBy(() -> QualifiedName.parse(bad)).as(bad).hasMessageContaining(bad);
    }
  }

  @Test
  void faultIsReadByTheReaderAsAnEnvelope() {
    SoapFault fault = new SoapFault(SoapFault.Party.SERVER, "a < b & c");
    for (SoapVersion version : SoapVersion.values()) {
      String xml = fault.toXml(version);
      assertThat(xml).contains("a &lt; b &amp; c");
      BodyContent content =
          new SoapReader().read(xml.getBytes(StandardCharsets.UTF_8), ContentType.none());
      assertThat(content)
          .isEqualTo(
              new BodyContent.Operation(version, new QualifiedName(version.namespace(), "Fault")));
    }
  }
}
