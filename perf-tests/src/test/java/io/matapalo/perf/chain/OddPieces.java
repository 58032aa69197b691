package io.matapalo.perf.chain;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What SOAP stacks, parsers and hands have put into messages: pieces of XML, attributes, values,
 * spellings and heads. {@code s} is bound to SOAP 1.1 wherever they stand. Each is harmless: it is
 * read, or refused with a fault.
 */
final class OddPieces {
  private static final String XSI = "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" ";
  private static final String XSD = "xmlns:d=\"http://www.w3.org/2001/XMLSchema\" ";
  private static final String SESSION = "xmlns:t=\"http://turnstile.example/session/v3\"";
  private static final String SOAP_12 = "xmlns:b=\"http://www.w3.org/2003/05/soap-envelope\"";

  private OddPieces() {}

  /** Put between the children of any element, the header and its blocks among them. */
  static List<String> content() {
    return Stream.of(structures(), declarations(), texts(), ownElements())
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> structures() {
    return List.of(
        "<s:Body/>",
        "<s:Header/>",
        "<s:Envelope/>",
        "<s:Fault/>",
        "<s:other/>",
        "<b:Body " + SOAP_12 + "/>",
        "<e:int xmlns:e=\"http://schemas.xmlsoap.org/soap/encoding/\">1</e:int>",
        "<?p x?>",
        "<!-- a comment -->",
        "<!-- a -- b -->",
        "<x/>".repeat(600),
        "<d>".repeat(20) + "</d>".repeat(20),
        "<d>".repeat(40) + "</d>".repeat(40),
        many(200, "<n%d/>"),
        "<i:Include xmlns:i=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:a\"/>");
  }

  private static List<String> declarations() {
    return List.of(
        "<x xmlns:p=\"\"/>",
        "<x xmlns:xml=\"http://www.w3.org/XML/1998/namespace\"/>",
        "<x xmlns:q=\"http://www.w3.org/XML/1998/namespace\"/>",
        "<x xmlns=\"\"><y/></x>",
        "<x xmlns=\"relative\"/>",
        "<x xmlns:p=\"u\" xmlns:q=\"u\" p:a=\"1\" q:a=\"2\"/>",
        "<x a=\"1\" a=\"1\"/>",
        "<a:b:c xmlns:a=\"u\"/>",
        "<Gr\u00f6\u00dfe/>",
        "<x" + many(600, " a%d=\"1\"") + "/>",
        "<x" + many(40, " a%d=\"1\"") + "/>",
        "<x a='<'/>",
        "<x a=\"1\"b=\"2\"/>",
        "<x " + XSI + "i:nil=\"1\"/>",
        "<x " + XSI + "i:schemaLocation=\"a b\"/>",
        "<x xml:id=\"a\"/><x xml:id=\"a\"/>",
        "<xml:x/>");
  }

  private static List<String> texts() {
    return List.of(
        "text",
        " \n\t",
        "\u00a0",
        "<![CDATA[ ]]>",
        "<![CDATA[a]]>",
        "<x>a ]]> b</x>",
        "<x>a & b</x>",
        "<x>&other;</x>",
        "<x>&#0;</x>",
        "<x>&#xFFFE;</x>",
        "<x>&#x1F600;</x>",
        "<x>\u0001</x>",
        "<x>\u007f\u0085\u2028\ufeff</x>",
        "<x>\ufffe</x>",
        "<x>a\r\nb\rc</x >");
  }

  private static List<String> ownElements() {
    return List.of(
        "<requestId>0000-other-id</requestId>",
        "<requestId xmlns=\"\">0000-other-id</requestId>",
        "<customerId/>",
        "<line/>",
        "<line><quantity>1</quantity><ticketTypeCode>BALCONY</ticketTypeCode></line>",
        "<card/>",
        "<orderReference/>",
        "<name/>",
        "<email>odd</email>",
        "<version/>",
        "<version>1</version>",
        "<amount/>",
        "<amount>x</amount>",
        "<amount>7.5</amount>",
        "<reference/>",
        "<sessionToken xmlns=\"http://turnstile.example/session/v3\">0</sessionToken>");
  }

  /** Put into the start tag of any element. */
  static List<String> attributes() {
    return List.of(
        "a=\"1\"",
        "xml:lang=\"de\"",
        "xml:space=\"preserve\"",
        "xml:id=\"1 2\"",
        "id=\"a\"",
        "href=\"#a\"",
        "s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"",
        "s:mustUnderstand=\"1\"",
        "s:mustUnderstand=\"0\"",
        "s:actor=\"urn:other\"",
        XSI + "i:type=\"string\"",
        XSI + XSD + "i:type=\"d:string\"",
        XSI + XSD + "i:type=\"d:int\"",
        XSI + XSD + "i:type=\"d:dateTime\"",
        XSI + XSD + "i:type=\"d:anyType\" i:nil=\"1\"",
        XSI + "i:nil=\"false\"",
        XSI + "i:nil=\"true\"",
        XSI + "i:schemaLocation=\"a b\"",
        "xmlns:p=\"\"",
        "xmlns:p=\"a&amp;b\"",
        "xmlns:p=\"  a  \"",
        "xmlns:s2=\"http://schemas.xmlsoap.org/soap/envelope/\"",
        "xmlns=\"http://turnstile.example/checkout/v3\"",
        "xmlns=\"\"",
        "gr\u00f6\u00dfe=\"1\"",
        "a=\"&lt;&#10;\u00e4\"");
  }

  /** In the place of a text. */
  static List<String> values() {
    return Stream.of(numbers(), words(), times()).flatMap(List::stream).toList();
  }

  private static List<String> words() {
    return List.of(
        "",
        " ",
        "\u00a0",
        "\u2003",
        "\u3000",
        "\u0085",
        "\u200b",
        "EV-0042",
        "ev-0042",
        "EV-0042 ",
        "EV-0200",
        "VIP",
        "vip",
        "Z\u00fcrich",
        "\ud83d\ude00",
        "a&lt;b&gt;&amp;\"c'",
        "&#13;",
        "&#x9;VIP",
        "a\ufffdb",
        "4111111111111111",
        "a".repeat(300),
        "1".repeat(300));
  }

  private static List<String> numbers() {
    return List.of(
        "0",
        "-1",
        "+1",
        " 1 ",
        "\n1\t",
        "\u20031\u2003",
        "\u00a01",
        "01",
        "1.0",
        "1e0",
        "4 2",
        "1-2",
        "--1",
        "+-1",
        "0x1",
        "1_0",
        "\u0661",
        "\uff11",
        "2147483648",
        "4294967297",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551617",
        "17",
        "NaN",
        "true");
  }

  private static List<String> times() {
    return List.of(
        "2027-01-31",
        "2027-01-31T20:00:00",
        "2027-01-31t20:00:00z",
        " 2027-01-31T20:00:00Z\n",
        "2027-01-31T20:00Z",
        "2027-01-31T20:00:00+01",
        "2027-01-31T20:00:00+14:00",
        "2027-01-31T24:00:00Z",
        "2027-02-29T00:00:00Z",
        "2027-01-31T20:00:00.0004Z",
        "2027-01-31T20:00:00.999999999Z",
        "1969-12-31T23:59:59Z",
        "9999-12-31T00:00:00.001Z",
        "+10000-01-01T00:00:00Z");
  }

  /** The same text written otherwise; {@code %s} stands for it. */
  static List<String> spellings() {
    return List.of(
        "<![CDATA[%s]]>",
        "<!-- a -->%s<!-- b -->",
        "<![CDATA[]]>%s",
        " %s ",
        "%s&#32;",
        "\r\n%s",
        "<?p x?>%s",
        "%s<x/>",
        "&#x200B;%s");
  }

  static List<String> prologs() {
    return List.of(
        "",
        " \n",
        "\ufeff",
        "<?xml version=\"1.0\"?>",
        "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
        "<?xml version=\"1.0\" encoding=\"US-ASCII\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF8\"?>",
        "<?xml version=\"1.1\"?>",
        " <?xml version=\"1.0\"?>",
        "<?xml version=\"1.0\"?><!-- a -->",
        "<?xml version=\"1.0\"?><?p x?>",
        "<!DOCTYPE x>");
  }

  /** Between {@code Body} and the end of the message, and after it. */
  static List<String> epilogs() {
    return List.of(" \n", "<!-- a -->", "<?p x?>", "<x/>", "text", "<s:Header/>", "<s:Body/>");
  }

  /** Blocks of a header. */
  static List<String> blocks() {
    return List.of(
        "<h:x xmlns:h=\"u\"/>",
        "<h:x xmlns:h=\"u\">t<y/></h:x>",
        "<h:x xmlns:h=\"u\" s:mustUnderstand=\"0\"/>",
        "<h:x xmlns:h=\"u\" s:mustUnderstand=\"1\"/>",
        "<h:x xmlns:h=\"u\" s:mustUnderstand=\"1\" s:actor=\"urn:other\"/>",
        "<h:x xmlns:h=\"u\" s:mustUnderstand=\"false\"/>",
        "<h:x xmlns:h=\"u\" mustUnderstand=\"1\"/>",
        "<t:sessionToken " + SESSION + ">@REQUEST-ID@</t:sessionToken>",
        "<t:sessionToken " + SESSION + " s:mustUnderstand=\"1\"> @REQUEST-ID@ </t:sessionToken>",
        "<t:sessionToken "
            + SESSION
            + " s:mustUnderstand=\"x\" s:actor=\"urn:a\">0</t:sessionToken>",
        "<t:sessionToken " + SESSION + "/>",
        "<x/>",
        "<h:x xmlns:h=\"u\"><s:Body/></h:x>",
        "<h:x xmlns:h=\"u\"><?p x?></h:x>",
        "<a:Action xmlns:a=\"http://www.w3.org/2005/08/addressing\">urn:x</a:Action>",
        "<s:other/>",
        "text",
        "<!-- a -->");
  }

  static List<String> mediaTypes() {
    return List.of(
        "text/xml",
        "text/xml;charset=UTF-8",
        "text/xml; charset=\"utf-8\"",
        "Text/XML; charset=utf-8",
        "text/xmlfoo",
        "text/xml;charset=iso-8859-1",
        "text/xml;charset=utf-16",
        "text/xml;charset=utf-8;charset=iso-8859-1",
        "text/xml;charset=utf-8;action=x",
        "application/soap+xml");
  }

  /** Other fields, as {@code Name: value}. */
  static List<String> fields() {
    return List.of(
        "Accept: */*",
        "Accept: text/xml, multipart/related",
        "Accept: application/json",
        "Accept: application/fastinfoset;q=0, text/xml",
        "Accept-Charset: iso-8859-1",
        "Accept-Encoding: gzip",
        "Content-Encoding: identity",
        "Content-Encoding: gzip",
        "MIME-Version: 1.0",
        "If-Match: *",
        "Range: bytes=0-3",
        "SOAPAction: urn:x",
        "SOAPAction: \"refund\"",
        "X-HTTP-Method-Override: GET");
  }

  /** What follows the service's path. */
  static List<String> pathEnds() {
    return List.of("?wsdl", "?a=b", "/", "/x", ";a=b", "%20");
  }

  private static String many(int count, String pattern) {
    return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining());
  }
}
