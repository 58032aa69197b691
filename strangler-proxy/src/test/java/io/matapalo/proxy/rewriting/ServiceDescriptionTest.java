package io.matapalo.proxy.rewriting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a document is replaced, and that nothing else is. */
class ServiceDescriptionTest {

  private static final String WSDL =
      """
      <!-- http://m1:8080/ <soap:address location="http://m1:8080/c"/> -->\r
      <w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/"\r
          xmlns:s = 'http://schemas.xmlsoap.org/wsdl/soap/' targetNamespace="http://m1:8080/ns"
          xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/"
          xmlns:h="http://schemas.xmlsoap.org/wsdl/http/" xmlns:x="http://www.w3.org/2001/XMLSchema">
        <w:documentation>héllo 😀 http://m1:8080/doc <![CDATA[<s:address location="http://m1:8080/d"/>]]>
        </w:documentation>
        <w:import namespace="http://m1:8080/ns" location="http://m1:8080/a?wsdl=1&amp;b"/>
        <w:types><x:schema>
          <x:import namespace="n" schemaLocation = ' http://m1:8080/a?xsd=1 ' />
          <x:include schemaLocation='a.xsd'/><x:redefine schemaLocation="http://other/a.xsd"/>
          <x:element name="location" default="http://m1:8080/e"/>
        </x:schema></w:types>
        <w:service name="s"><w:port name="p"><s:address a='"' location="http://m1:8080/p>1"></s:address></w:port>
        <w:port><s12:address
            location="http://m1:8080/p2"/></w:port><w:port><h:address location="http://m1:8080/p3"/></w:port>
        <address xmlns="http://schemas.xmlsoap.org/wsdl/soap/" location="http://m1:8080/p4"/>
        <address location="http://m1:8080/p5"/></w:service>
        <p:PolicyReference xmlns:p="http://www.w3.org/ns/ws-policy" URI="http://m1:8080/p6"/>
        <PolicyReference xmlns="http://schemas.xmlsoap.org/ws/2004/09/policy" URI="http://m1:8080/p7"/>
        <a:Address xmlns:a="http://www.w3.org/2005/08/addressing" id=">"
          > http://m1:8080/t1
        </a:Address><Address xmlns="http://schemas.xmlsoap.org/ws/2004/08/addressing">http://m1:8080/t2</Address>
        <a:Address xmlns:a="http://www.w3.org/2005/08/addressing"/>http://m1:8080/e1
        <a i:schemaLocation="n http://m1:8080/h3" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"/>
        <a:Metadata xmlns:a="http://www.w3.org/2005/08/addressing">http://m1:8080/e2</a:Metadata>
        <x:include xmlns:i="http://www.w3.org/2001/XMLSchema-instance" schemaLocation="http://m1:8080/p8"
          i:schemaLocation=" http://m1:8080/n1 http://m1:8080/h1$1
            http://m1:8080/n2	http://m1:8080/h2 http://m1:8080/n3"/>
      </w:definitions>
      """;

  private static final String REWRITTEN =
      WSDL.replace(
              "location=\"http://m1:8080/a?wsdl=1", "location=\"https://pay.example/soap/a?wsdl=1")
          .replace("' http://m1:8080/a?xsd=1", "' https://pay.example/soap/a?xsd=1")
          .replaceAll(
              "(?i)(location|uri)=\"http://m1:8080/p([>1-4678])",
              "$1=\"https://pay.example/soap/p$2")
          .replaceAll("http://m1:8080/([th][123])", "https://pay.example/soap/$1");

  private static String toPublic(String address) {
    return address.replaceFirst("^http://m1:8080", "https://pay.example/soap");
  }

  private static byte[] rewritten(byte[] document, Optional<String> charset) {
    return switch (ServiceDescription.rewrite(
        document, charset, ServiceDescriptionTest::toPublic)) {
      case ServiceDescription.Rewritten(byte[] bytes, int addresses) -> {
        assertThat(addresses).isEqualTo(13);
        yield bytes;
      }
      case ServiceDescription.Unreadable unreadable -> throw new AssertionError(unreadable);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UTF-8 | utf-8 | ''",
        "UTF-8 | | ''",
        "UTF-8 | iso-8859-1 | \uFEFF",
        "UTF-16LE | | \uFEFF",
        "UTF-16BE | utf-8 | \uFEFF",
        "UTF-16BE | | ''",
        "UTF-16LE | | ''",
        "UTF-16BE | UTF-16 | ''",
      })
  void everyOtherByteStaysInEveryEncoding(String encoding, String charset, String mark) {
    Charset used = Charset.forName(encoding);
    byte[] result = rewritten((mark + WSDL).getBytes(used), Optional.ofNullable(charset));
    assertThat(new String(result, used)).isEqualTo(mark + REWRITTEN);
    assertThat(result).isEqualTo((mark + REWRITTEN).getBytes(used));
  }

  @Test
  void declarationTellsTheEncodingWhereNothingElseDoes() {
    String declaration = "<?xml version='1.0' encoding='ISO-8859-1' ?>\r\n\r\n";
    String document = declaration + WSDL.replace("😀", "\u00a0");
    byte[] result = rewritten(document.getBytes(StandardCharsets.ISO_8859_1), Optional.empty());
    assertThat(new String(result, StandardCharsets.ISO_8859_1))
        .isEqualTo(declaration + REWRITTEN.replace("😀", "\u00a0"));
  }

  @Test
  void longDocumentIsRewrittenToItsEnd() {
    StringBuilder many = new StringBuilder("<x:schema xmlns:x='http://www.w3.org/2001/XMLSchema'>");
    for (int i = 0; i < 5_000; i++) {
      many.append("\r\n <!-- ä😀 --><x:include id='i").append(i);
      many.append("' schemaLocation='http://m1:8080/s").append(i).append(".xsd'/>");
    }
    String document = many.append("</x:schema>").toString();
    ServiceDescription.Outcome outcome =
        ServiceDescription.rewrite(
            document.getBytes(StandardCharsets.UTF_8),
            Optional.empty(),
            ServiceDescriptionTest::toPublic);
    assertThat(outcome).isInstanceOf(ServiceDescription.Rewritten.class);
    assertThat(new String(((ServiceDescription.Rewritten) outcome).bytes(), StandardCharsets.UTF_8))
        .isEqualTo(document.replace("http://m1:8080", "https://pay.example/soap"));
  }

  /** Blanks around an address, and between two, are none of it. */
  @Test
  void blanksAreNoPartOfAnAddress() {
    List<String> addresses = new ArrayList<>();
    String document =
        """
        <x:schema xmlns:x='http://www.w3.org/2001/XMLSchema'
            xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation=' n1\ta  n2
              b '><x:include schemaLocation='
           c\t'/><x:include schemaLocation='  '/><x:include schemaLocation=''/>
          <Address xmlns='http://www.w3.org/2005/08/addressing'>
            d
          </Address></x:schema>
        """;
    ServiceDescription.rewrite(
        document.getBytes(StandardCharsets.UTF_8),
        Optional.empty(),
        address -> {
          addresses.add(address);
          return address;
        });
    assertThat(addresses).containsExactly("a", "b", "c", "", "", "d");
  }

  /** In time that grows with its square, this would take an hour. */
  @Test
  void longHintIsReadInOnePass() {
    byte[] document =
        "<a i:schemaLocation='%s' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'/>"
            .formatted("a".repeat(1 << 20))
            .getBytes(StandardCharsets.UTF_8);
    assertThat(
            ServiceDescription.rewrite(
                document, Optional.empty(), ServiceDescriptionTest::toPublic))
        .isEqualTo(new ServiceDescription.Rewritten(document, 0));
  }

  @Test
  void documentWithoutAddressesStaysAsItIs() {
    byte[] document = "<a xmlns='urn:x'/>".getBytes(StandardCharsets.UTF_8);
    assertThat(
            ServiceDescription.rewrite(
                document, Optional.empty(), ServiceDescriptionTest::toPublic))
        .isEqualTo(new ServiceDescription.Rewritten(document, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML",
        "<a>",
        "<a/><b/>",
        "<!DOCTYPE a [<!ENTITY e 'f'>]><a>&e;</a>",
        "<?xml version='1.0' encoding='none-such'?><a/>",
        "<?xml version='1.0' encoding='UTF-8'?><a>\u00e4</a>",
      })
  void whatCannotBeReadIsToldApart(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(
            ServiceDescription.rewrite(bytes, Optional.empty(), ServiceDescriptionTest::toPublic))
        .isInstanceOf(ServiceDescription.Unreadable.class);
  }

  /** Nothing but an outcome comes of any bytes, and a change is never outside of an address. */
  @Test
  void anyBytesHaveAnOutcome() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] whole = WSDL.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2_000; i++) {
      byte[] document = whole.clone();
      for (int flaw = 0; flaw <= random.nextInt(3); flaw++) {
        document[random.nextInt(document.length)] = (byte) random.nextInt(256);
      }
      ServiceDescription.Outcome outcome =
          ServiceDescription.rewrite(document, Optional.empty(), ServiceDescriptionTest::toPublic);
      if (outcome instanceof ServiceDescription.Rewritten done && done.addresses() > 0) {
        String before = new String(document, StandardCharsets.ISO_8859_1);
        String after = new String(done.bytes(), StandardCharsets.ISO_8859_1);
        assertThat(after.replace("https://pay.example/soap", "http://m1:8080"))
            .as("seed %d, round %d", seed, i)
            .isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /shop | wsdl | true",
        "GET | /shop | WSDL | true",
        "HEAD | /shop | wsdl=Part.wsdl | true",
        "GET | /shop | a=1&xsd=../a.xsd | true",
        "GET | /shop | singleWsdl | true",
        "GET | /shop/orders.wsdl | '' | true",
        "GET | /shop/types.XSD | v=1 | true",
        "GET | /shop | '' | false",
        "GET | /shop | wsdls | false",
        "GET | /shop/wsdl | q=wsdl | false",
        "POST | /shop | wsdl | false",
      })
  void documentIsAskedForByQueryOrName(String method, String path, String query, boolean asked) {
    assertThat(ServiceDescription.isAskedFor(method, path, query)).isEqualTo(asked);
  }

  @ParameterizedTest
  @CsvSource({
    "text/xml,true",
    "application/xml,true",
    "application/wsdl+xml,true",
    "text/html,false",
    "'',false"
  })
  void documentIsXml(String mediaType, boolean isXml) {
    assertThat(ServiceDescription.isXml(mediaType)).isEqualTo(isXml);
  }
}
