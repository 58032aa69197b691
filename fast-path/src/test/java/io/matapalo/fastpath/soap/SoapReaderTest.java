package io.matapalo.fastpath.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SoapReaderTest {

  private static final String ENVELOPE =
      "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'>";
  private static final String XSI =
      "xmlns:x='http://www.w3.org/2001/XMLSchema-instance' xmlns:d='http://www.w3.org/2001/XMLSchema'";
  private static final QName TOKEN = new QName("t", "token");
  private static final String MESSAGE =
      "<?xml version='1.0' encoding='UTF-8'?><!-- c -->"
          + ENVELOPE
          + "<e:Header><h:x xmlns:h='h'>t<y/></h:x></e:Header> <e:Body>\n"
          + "<op xmlns='n'><a> 1&amp;<![CDATA[<2>]]><!-- x -->&#x20AC;é</a><skip><a>9</a></skip><b/></op>"
          + "</e:Body></e:Envelope>\n";

  @Test
  void readsTheOperationAndItsTexts() {
    assertThat(read(MESSAGE)).containsExactly("op", "a= 1&<2>€é", "skipped skip", "b=");
  }

  @Test
  void everyTruncationIsDeclined() {
    byte[] bytes = MESSAGE.getBytes(StandardCharsets.UTF_8);
    // The last byte is white space after the document's end.
    for (int length = 0; length < bytes.length - 1; length++) {
      byte[] chopped = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(chopped))
          .as("after %d bytes", length)
          .isInstanceOf(Declined.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          not-well-formed|hello
          not-well-formed|^^
          not-soap|<html/>
          not-soap|<Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'><Body><x/></Body></Envelope>
          no-operation|ENV<e:Body/></e:Envelope>
          no-operation|ENV<e:Body> </e:Body></e:Envelope>
          no-operation|ENV<e:Header/></e:Envelope>
          not-soap|ENV<x/></e:Envelope>
          dtd|<!DOCTYPE e [<!ENTITY x 'y'>]>ENV<e:Body><op/></e:Body></e:Envelope>
          more-than-one-operation|ENV<e:Body><op/><op/></e:Body></e:Envelope>
          element-after-body|ENV<e:Body><op/></e:Body><x/></e:Envelope>
          text-between-elements|ENV<e:Body><op>text</op></e:Body></e:Envelope>
          text-between-elements|ENV<e:Body>text<op/></e:Body></e:Envelope>
          element-in-text|ENV<e:Body><op><a>1<b/></a></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op><a XSI x:nil='yes'/></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op><a XSI x:type='a'/></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op><a XSI x:type='string'/></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op><a XSI x:type=' d:string'/></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op><a XSI x:type='d:QName'/></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op><a XSI x:type='x:string'/></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op><a XSI x:type='unbound:string'/></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op><a XSI x:other='1'/></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op XSI x:nil='false'/></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op XSI x:type='d:string'/></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body XSI x:type='d:string'><op/></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Header XSI x:nil='true'/><e:Body><op/></e:Body></e:Envelope>
          repeated-header|ENV<e:Header><t:token xmlns:t='t'>1</t:token><t:token xmlns:t='t'>1</t:token></e:Header><e:Body><op/></e:Body></e:Envelope>
          element-in-text|ENV<e:Header><t:token xmlns:t='t'><a/></t:token></e:Header><e:Body><op/></e:Body></e:Envelope>
          header-to-understand|ENV<e:Header><h:x xmlns:h='h' e:mustUnderstand='1'/></e:Header><e:Body><op/></e:Body></e:Envelope>
          soap-element|ENV<e:Body><op><e:Body/></op></e:Body></e:Envelope>
          soap-element|ENV<e:Body><op><a><e:Header/></a></op></e:Body></e:Envelope>
          soap-element|ENV<e:Body><op><skip><e:Envelope/></skip></op></e:Body></e:Envelope>
          soap-element|ENV<e:Body><op><e:Fault/></op></e:Body></e:Envelope>
          soap-element|ENV<e:Body><op><skip><b:Body xmlns:b='http://www.w3.org/2003/05/soap-envelope'/></skip></op></e:Body></e:Envelope>
          soap-element|ENV<e:Body><e:Body/></e:Body></e:Envelope>
          soap-element|ENV<e:Header><h:x xmlns:h='h'><e:Body/></h:x></e:Header><e:Body><op/></e:Body></e:Envelope>
          second-header|ENV<e:Header/><e:Header/><e:Body><op/></e:Body></e:Envelope>
          element-after-body|ENV<e:Body><op/></e:Body><e:Header/></e:Envelope>
          header-without-namespace|ENV<e:Header><x/></e:Header><e:Body><op/></e:Body></e:Envelope>
          header-without-namespace|<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Header><x xmlns=''/></Header><Body><op/></Body></Envelope>
          header-to-understand|ENV<e:Header><h:x xmlns:h='h' e:mustUnderstand=' 0 '/></e:Header><e:Body><op/></e:Body></e:Envelope>
          processing-instruction|ENV<e:Body><op><?p x?></op></e:Body></e:Envelope>
          processing-instruction|ENV<e:Body><op><a>1<?p x?>2</a></op></e:Body></e:Envelope>
          processing-instruction|ENV<e:Header><h:x xmlns:h='h'><?p x?></h:x></e:Header><e:Body><op/></e:Body></e:Envelope>
          processing-instruction|<?p x?>ENV<e:Body><op/></e:Body></e:Envelope>
          processing-instruction|ENV<e:Body><op/></e:Body></e:Envelope><?p x?>
          namespace-declaration|ENV<e:Body><op><a xmlns:p=''/></op></e:Body></e:Envelope>
          namespace-declaration|ENV<e:Body><op><skip><b xmlns:p=''/></skip></op></e:Body></e:Envelope>
          namespace-declaration|ENV<e:Body><op xmlns:xml='http://www.w3.org/XML/1998/namespace'/></e:Body></e:Envelope>
          name|ENV<e:Body><op><größe/></op></e:Body></e:Envelope>
          name|ENV<e:Body><op größe='1'/></e:Body></e:Envelope>
          name|ENV<e:Body><op><ü:a xmlns:ü='u'/></op></e:Body></e:Envelope>
          encoding|<?xml version='1.0' encoding='ISO-8859-1'?>ENV<e:Body><op/></e:Body></e:Envelope>
          encoding|<?xml version='1.0' encoding='US-ASCII'?>ENV<e:Body><op/></e:Body></e:Envelope>
          xml-version|<?xml version='1.1'?>ENV<e:Body><op/></e:Body></e:Envelope>
          byte-order-mark|\uFEFFENV<e:Body><op/></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op><a>&unknown;</a></op></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op><p:a/></op></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op a='1' a='2'/></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op><a>\u0001</a></op></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op/></e:Body></e:Envelope><again/>
          """)
  void declinesWithAReason(String reason, String message) {
    assertThatThrownBy(() -> read(message.replace("ENV", ENVELOPE).replace("XSI", XSI)))
        .isInstanceOfSatisfying(
            Declined.class, declined -> assertThat(declined.reason()).isEqualTo(reason));
  }

  @Test
  void keepsTheBlocksThatAreUnderstood() {
    String header =
        "<e:Header><token xmlns='other'>0</token>"
            + "<t:token xmlns:t='t' e:mustUnderstand='1' XSI x:type='d:string'> a<!-- --><![CDATA[b]]>"
            + "</t:token></e:Header>";
    String message = ENVELOPE + header.replace("XSI", XSI) + "<e:Body><op/></e:Body></e:Envelope>";
    SoapReader soap = SoapReader.open(message.getBytes(StandardCharsets.UTF_8), Set.of(TOKEN));

    assertThat(soap.header()).containsExactly(new HeaderBlock(TOKEN, " ab"));
    assertThat(soap.header().toString()).doesNotContain("ab");
    assertThat(soap.name().getLocalPart()).isEqualTo("op");
  }

  /** SOAP::Lite types every value, and some stacks send what they do not know as nil. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x:type='d:string'",
        "x:type='d:int'",
        "x:nil='true'",
        "x:nil='0' x:type='d:date'"
      })
  void typesOfTextsAreRead(String attributes) {
    String fields = "<a XSI ATT>1</a><skip XSI ATT/>".replace("XSI", XSI);
    assertThat(
            read(
                ENVELOPE
                    + "<e:Body><op>"
                    + fields.replace("ATT", attributes)
                    + "</op></e:Body></e:Envelope>"))
        .containsExactly("op", "a=1", "skipped skip");
  }

  @Test
  void readsWhatOnlyLooksOdd() {
    String text =
        "<a xml:lang='de' e:encodingStyle='x' xmlns:p='a&amp;b' p:c='1'>ü\r\n&#x1F600;</a>";
    String message = "<?xml version='1.0' encoding='utf-8' standalone='yes'?>" + ENVELOPE;
    assertThat(read(message + "<e:Body><op>" + text + "</op></e:Body></e:Envelope> "))
        .containsExactly("op", "a=ü\n\uD83D\uDE00");
  }

  static Stream<Arguments> excesses() {
    return Stream.of(
        Arguments.of("too-deep", "<d>".repeat(40) + "</d>".repeat(40)),
        Arguments.of("too-many-elements", "<s/>".repeat(ElementRules.MAX_ELEMENTS)),
        Arguments.of("too-many-attributes", "<s" + many(257, " a%d='1'") + "/>"),
        Arguments.of("too-many-attributes", "<s xmlns:a='b' c='d'/>".repeat(129)),
        Arguments.of("too-many-names", "<s>" + many(ElementRules.MAX_NAMES, "<n%d/>") + "</s>"),
        Arguments.of("too-many-names", "<s" + many(ElementRules.MAX_NAMES, " a%d='1'") + "/>"));
  }

  @ParameterizedTest
  @MethodSource("excesses")
  void declinesEachExcess(String reason, String inside) {
    String message = ENVELOPE + "<e:Body><op>" + inside + "</op></e:Body></e:Envelope>";
    assertThatThrownBy(() -> read(message)).hasMessage(reason);
  }

  static Stream<byte[]> notUtf8() {
    byte[] latin1 = MESSAGE.getBytes(StandardCharsets.ISO_8859_1);
    return Stream.of(
        latin1,
        MESSAGE.replace("€", "").getBytes(StandardCharsets.UTF_16),
        with((byte) 0xC0, (byte) 0xBC),
        with((byte) 0xED, (byte) 0xA0, (byte) 0x80),
        with((byte) 0xE2, (byte) 0x82),
        with((byte) 0xFF));
  }

  /** A lenient decoder would sell under a holder's name with U+FFFD in it. */
  @ParameterizedTest
  @MethodSource("notUtf8")
  void declinesBytesThatAreNotUtf8(byte[] message) {
    assertThatThrownBy(() -> read(message)).hasMessage("not-utf-8");
  }

  private static byte[] with(byte... odd) {
    String[] around = MESSAGE.split("€|é", 2);
    byte[] before = around[0].getBytes(StandardCharsets.UTF_8);
    byte[] after = around[1].getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(before.length + odd.length + after.length)
        .put(before)
        .put(odd)
        .put(after)
        .array();
  }

  private static String many(int count, String pattern) {
    return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining());
  }

  private static List<String> read(String message) {
    return read(message.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(byte[] message) {
    SoapReader soap = SoapReader.open(message, Set.of(TOKEN));
    List<String> seen = new ArrayList<>(List.of(soap.name().getLocalPart()));
    soap.children(name -> {
      if (name.getLocalPart().startsWith("s") || name.getLocalPart().equals("d")) {
        soap.skip();
        seen.add("skipped " + name.getLocalPart());
      } else {
        seen.add(name.getLocalPart() + "=" + soap.text());
      }
    });
    soap.finish();
    return seen;
  }
}
