package io.matapalo.proxy.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoapReaderTest {

  private static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";
  private static final QualifiedName BUY = new QualifiedName("urn:shop", "buy");

  private final SoapReader reader = new SoapReader();

  private BodyContent read(String text) {
    return reader.read(text.getBytes(StandardCharsets.UTF_8), ContentType.none());
  }

  private static String envelope(String namespace, String inside) {
    return "<e:Envelope xmlns:e=\"" + namespace + "\">" + inside + "</e:Envelope>";
  }

  private static String body(String child) {
    return "<e:Body>" + child + "</e:Body>";
  }

  private static final String BUY_ELEMENT = "<x:buy xmlns:x=\"urn:shop\"><a/></x:buy>";

  @Test
  void findsTheFirstChildOfBodyInBothVersions() {
    assertThat(read(envelope(SOAP_11, body(BUY_ELEMENT))))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, BUY));
    assertThat(read(envelope(SOAP_12, body(BUY_ELEMENT))))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_2, BUY));
  }

  @Test
  void readsOverDeclarationCommentsInstructionsAndHeader() {
    String message =
        "<?xml version=\"1.0\"?><!-- a --><?pi b?>\n"
            + envelope(
                SOAP_11,
                "<!-- c --><e:Header><a><b>text &amp; <![CDATA[<e:Body>]]></b></a></e:Header> \n"
                    + body("<!-- d -->\n <?pi e?>" + BUY_ELEMENT));
    assertThat(read(message)).isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, BUY));
  }

  @Test
  void bodyWithinTheHeaderIsNoBody() {
    String header = "<e:Header><e:Body><evil xmlns=\"urn:x\"/></e:Body></e:Header>";
    assertThat(read(envelope(SOAP_11, header + body(BUY_ELEMENT))))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, BUY));
  }

  @Test
  void defaultNamespaceAndNoNamespaceAreUnderstood() {
    assertThat(read("<Envelope xmlns=\"" + SOAP_11 + "\"><Body><buy xmlns=\"urn:shop\"/></Body>"))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, BUY));
    assertThat(read(envelope(SOAP_11, body("<buy/>"))))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, new QualifiedName("", "buy")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no xml",
        "{\"a\":1}",
        "<a/>",
        "<Envelope><Body><buy/></Body></Envelope>",
        "<e:Envelope xmlns:e=\"urn:other\"><e:Body><buy/></e:Body></e:Envelope>",
        "<e:envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"/>",
        "<e:Envelope xmlns:e=",
        "<unbound:Envelope/>"
      })
  void whatIsNoEnvelopeIsUnrecognisedWithoutVersion(String text) {
    assertThat(read(text)).isEqualTo(new BodyContent.Unrecognised(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<e:Body>",
        "<e:Body>text only</e:Body>",
        "<e:Header/>",
        "<e:Header/><e:Header/><e:Body><buy/></e:Body>",
        "<other/><e:Body><buy/></e:Body>",
        "<Body><buy/></Body>",
        "<e:Body><unbound:buy/></e:Body>",
        "<e:Body>&undefined;<buy/></e:Body>"
      })
  void envelopeWithoutOperationIsUnrecognisedWithVersion(String inside) {
    assertThat(read(envelope(SOAP_11, inside)))
        .isEqualTo(new BodyContent.Unrecognised(Optional.of(SoapVersion.SOAP_1_1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<e:Body/>", "<e:Body> \n<!-- a --></e:Body>", "<e:Header/><e:Body></e:Body>"})
  void emptyBodyIsFound(String inside) {
    assertThat(read(envelope(SOAP_12, inside)))
        .isEqualTo(new BodyContent.EmptyBody(SoapVersion.SOAP_1_2, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://www.w3.org/2005/08/addressing",
        "http://schemas.xmlsoap.org/ws/2004/08/addressing"
      })
  void actionInTheHeaderIsFound(String addressing) {
    String header =
        "<e:Header xmlns:a=\"%s\"><b><a:Action>no</a:Action></b><a:To>x</a:To>"
                .formatted(addressing)
            + "<a:Action e:mustUnderstand=\"1\"> urn:<!-- c -->b<![CDATA[uy]]> </a:Action>"
            + "</e:Header>";
    Optional<SoapAction> action = Optional.of(new SoapAction("urn:buy"));
    assertThat(read(envelope(SOAP_12, header + "<e:Body/>")))
        .isEqualTo(new BodyContent.EmptyBody(SoapVersion.SOAP_1_2, action));
    assertThat(read(envelope(SOAP_11, header + body(BUY_ELEMENT))))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, BUY, action));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<a:Action>b</a:Action>", "<a:Action><c/></a:Action>", "<a:Action>%s</a:Action>"})
  void actionThatServersMayReadDifferentlyIsUnrecognised(String second) {
    String header =
        "<e:Header xmlns:a=\"http://www.w3.org/2005/08/addressing\"><a:Action>b</a:Action>"
            + second.formatted("x".repeat(3_000))
            + "</e:Header>";
    assertThat(read(envelope(SOAP_11, header + body(BUY_ELEMENT))))
        .isInstanceOf(BodyContent.Unrecognised.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a>",
        "<?xml version=\"1.0\"?><!-- x --><!DOCTYPE a SYSTEM \"file:///etc/passwd\">",
        "\n<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d SYSTEM \"http://127.0.0.1:1/\">]>",
        "<!DOCTYPE a [<!ENTITY b '&#37;b;'>"
      })
  void documentTypeIsFound(String declaration) {
    assertThat(read(declaration + envelope(SOAP_11, body(BUY_ELEMENT))))
        .isInstanceOf(BodyContent.DocumentType.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "US-ASCII"})
  void declaredEncodingsAreUnderstood(String encoding) {
    String message =
        "<?xml version=\"1.0\" encoding=\""
            + encoding.replaceAll("[LB]E$", "")
            + "\"?>"
            + envelope(SOAP_11, body(BUY_ELEMENT));
    byte[] bytes = message.getBytes(Charset.forName(encoding));
    assertThat(reader.read(bytes, ContentType.none()))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, BUY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void byteOrderMarkDecides(String encoding) {
    byte[] bytes =
        ("\uFEFF" + envelope(SOAP_11, body(BUY_ELEMENT))).getBytes(Charset.forName(encoding));
    assertThat(reader.read(bytes, ContentType.parse("text/xml; charset=iso-8859-1")))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, BUY));
  }

  @Test
  void charsetOfTheMediaTypeIsUsedWithoutMark() {
    byte[] bytes = envelope(SOAP_11, body(BUY_ELEMENT)).getBytes(StandardCharsets.UTF_16BE);
    assertThat(reader.read(bytes, ContentType.parse("text/xml; charset=\"utf-16be\"")))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, BUY));
  }

  @Test
  void unknownCharsetIsUnrecognised() {
    byte[] bytes = envelope(SOAP_11, body(BUY_ELEMENT)).getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read(bytes, ContentType.parse("text/xml; charset=no-such")))
        .isInstanceOf(BodyContent.Unrecognised.class);
  }

  @Test
  void brokenXmlAfterTheOperationDoesNotMatter() {
    assertThat(
            read(
                "<e:Envelope xmlns:e=\"" + SOAP_11 + "\">" + "<e:Body><buy xmlns=\"urn:shop\"><<<"))
        .isEqualTo(new BodyContent.Operation(SoapVersion.SOAP_1_1, BUY));
  }
}
