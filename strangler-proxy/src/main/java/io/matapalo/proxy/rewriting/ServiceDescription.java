package io.matapalo.proxy.rewriting;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * Rewrites the addresses in WSDL 1.1, WSDL 2.0 and XML Schema documents: where services are, and
 * where documents are that they refer to. Every other byte stays, encoding and byte order mark
 * included. Thread-safe; takes time in proportion to the document.
 */
public final class ServiceDescription {

  private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
  private static final String WSDL_2 = "http://www.w3.org/ns/wsdl";
  private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema";
  private static final String OF_INSTANCES = "http://www.w3.org/2001/XMLSchema-instance";

  /** The attribute with an address, by element. */
  private static final Map<String, String> ADDRESSED =
      Map.ofEntries(
          Map.entry(name(WSDL + "soap/", "address"), "location"),
          Map.entry(name(WSDL + "soap12/", "address"), "location"),
          Map.entry(name(WSDL + "http/", "address"), "location"),
          Map.entry(name(WSDL, "import"), "location"),
          Map.entry(name(WSDL_2, "endpoint"), "address"),
          Map.entry(name(WSDL_2, "import"), "location"),
          Map.entry(name(WSDL_2, "include"), "location"),
          Map.entry(name(SCHEMA, "import"), "schemaLocation"),
          Map.entry(name(SCHEMA, "include"), "schemaLocation"),
          Map.entry(name(SCHEMA, "redefine"), "schemaLocation"),
          Map.entry(name(SCHEMA, "override"), "schemaLocation"),
          Map.entry(name("http://www.w3.org/ns/ws-policy", "PolicyReference"), "URI"),
          Map.entry(
              name("http://schemas.xmlsoap.org/ws/2004/09/policy", "PolicyReference"), "URI"));

  /** The elements whose text is an address. */
  private static final Set<String> ADDRESSES =
      Set.of(
          name("http://www.w3.org/2005/08/addressing", "Address"),
          name("http://schemas.xmlsoap.org/ws/2004/08/addressing", "Address"));

  /** A namespace, and where its schema is; matches at each namespace, so in one pass. */
  private static final Pattern NAMESPACE_AND_LOCATION = Pattern.compile("(\\S++\\s*+)(\\S*+)");

  /** Parameters by which servers are asked for a document. */
  private static final Set<String> PARAMETERS =
      Set.of("wsdl", "wsdl2", "singlewsdl", "xsd", "xsd2", "policy");

  private ServiceDescription() {}

  private static String name(String namespace, String localName) {
    return "{" + namespace + "}" + localName;
  }

  /** What became of a document. */
  public sealed interface Outcome {}

  /**
   * The document as clients have to see it.
   *
   * @param addresses how many were replaced; with none the bytes are those that were given
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, and compared by nobody.
  public record Rewritten(byte[] bytes, int addresses) implements Outcome {}

  /**
   * The document was not understood.
   *
   * @param reason of a few kinds, without a byte of the document
   */
  public record Unreadable(String reason) implements Outcome {}

  /** Whether a request asks for such a document. */
  public static boolean isAskedFor(String method, String path, String query) {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return false;
    }
    for (String parameter : query.split("&", -1)) {
      int end = parameter.indexOf('=');
      String name = end < 0 ? parameter : parameter.substring(0, end);
      if (PARAMETERS.contains(name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith(".wsdl") || lower.endsWith(".xsd");
  }

  /** Whether an answer of this media type can be such a document (RFC 7303 §4.2). */
  public static boolean isXml(String mediaType) {
    return mediaType.equals("text/xml")
        || mediaType.equals("application/xml")
        || mediaType.endsWith("+xml");
  }

  /**
   * Rewrites a whole document.
   *
   * @param charset of the media type; a byte order mark goes before it (RFC 7303 §3)
   * @param map from addresses of the document, as they stand in it, to others
   */
  public static Outcome rewrite(
      byte[] document, Optional<String> charset, UnaryOperator<String> map) {
    try {
      XmlText text = XmlText.decode(document, charset);
      AddressEdits edits = new AddressEdits(text.characters());
      collect(text, edits, map);
      return edits.count() == 0
          ? new Rewritten(document, 0)
          : new Rewritten(text.encode(edits.applied()), edits.count());
    } catch (CharacterCodingException | XMLStreamException | RuntimeException e) {
      // The parser reports some of what is broken unchecked.
      return new Unreadable(e.getClass().getSimpleName());
    }
  }

  private static void collect(XmlText text, AddressEdits edits, UnaryOperator<String> map)
      throws XMLStreamException {
    // A factory keeps all names that it has met, so each document has one of its own.
    InputFactoryImpl factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader2 parser =
        (XMLStreamReader2) factory.createXMLStreamReader(new StringReader(text.characters()));
    while (parser.hasNext()) {
      int event = parser.next();
      if (event == XMLStreamConstants.DTD) {
        throw new XMLStreamException("document type declaration");
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String namespace = parser.getNamespaceURI() == null ? "" : parser.getNamespaceURI();
      String element = name(namespace, parser.getLocalName());
      Map<String, UnaryOperator<String>> changes = changes(element, parser, map);
      boolean isAddress = ADDRESSES.contains(element);
      if (!changes.isEmpty() || isAddress) {
        int tag = Math.toIntExact(parser.getLocationInfo().getStartingCharOffset());
        edits.inTag(tag, changes);
      }
      if (isAddress) {
        edits.afterTag(map);
      }
    }
    parser.close();
  }

  private static Map<String, UnaryOperator<String>> changes(
      String element, XMLStreamReader2 parser, UnaryOperator<String> map)
      throws XMLStreamException {
    String addressed = ADDRESSED.get(element);
    int hint = parser.getAttributeInfo().findAttributeIndex(OF_INSTANCES, "schemaLocation");
    if (addressed == null && hint < 0) {
      return Map.of();
    }
    Map<String, UnaryOperator<String>> changes = new HashMap<>();
    if (addressed != null) {
      changes.put(addressed, map);
    }
    if (hint >= 0) {
      changes.put(
          parser.getAttributePrefix(hint) + ":schemaLocation", pairs -> mapPairs(pairs, map));
    }
    return changes;
  }

  /** XML Schema 1.1 part 1, §2.7.3. */
  private static String mapPairs(String pairs, UnaryOperator<String> map) {
    return NAMESPACE_AND_LOCATION
        .matcher(pairs)
        .replaceAll(pair -> Matcher.quoteReplacement(pair.group(1) + map.apply(pair.group(2))));
  }
}
