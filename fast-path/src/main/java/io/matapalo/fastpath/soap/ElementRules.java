package io.matapalo.fastpath.soap;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamReader;

/**
 * What each element of a message must be for two parsers to read it alike: bounds, names, namespace
 * declarations and attributes. Whatever lies outside is {@link Declined}. Confined to one message.
 */
final class ElementRules {

  static final int MAX_DEPTH = 32;
  static final int MAX_ELEMENTS = 512;
  static final int MAX_ATTRIBUTES = 256;
  static final int MAX_NAMES = 128;

  /** Envelope, then Header and Body; deeper ones are the application's. */
  private static final int DEPTH_OF_SOAP = 2;

  private static final Set<String> SOAP =
      Set.of(SoapReader.ENVELOPE, "http://www.w3.org/2003/05/soap-envelope");

  /** Namespaces in XML 1.0 §3: both are bound by the standard alone. */
  private static final Set<String> RESERVED_NAMESPACES =
      Set.of(XMLConstants.XML_NS_URI, XMLConstants.XMLNS_ATTRIBUTE_NS_URI);

  private static final Set<String> RESERVED_PREFIXES =
      Set.of(XMLConstants.XML_NS_PREFIX, XMLConstants.XMLNS_ATTRIBUTE);

  /** Editions of XML 1.0 differ in the other characters, and parsers in the edition. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]*");

  private final Set<String> names = new HashSet<>();
  private int elements;
  private int attributes;
  private boolean typed;

  /** How many names a parser may have learned from the message so far, at most. */
  int namesRead() {
    return elements + attributes;
  }

  /** Looks at the element that the parser stands on; the envelope has depth 1. */
  void check(XMLStreamReader element, int depth) {
    elements++;
    attributes += element.getAttributeCount() + element.getNamespaceCount();
    require(depth <= MAX_DEPTH, "too-deep");
    require(elements <= MAX_ELEMENTS, "too-many-elements");
    require(attributes <= MAX_ATTRIBUTES, "too-many-attributes");
    checkName(element.getPrefix(), element.getLocalName());
    boolean soaps = SOAP.contains(orNone(element.getNamespaceURI()));
    require(depth <= DEPTH_OF_SOAP || !soaps, "soap-element");
    checkDeclarations(element);
    checkAttributes(element);
    SchemaTypes.Typing typing = SchemaTypes.of(element);
    typed = typing != SchemaTypes.Typing.NONE;
    require(typing != SchemaTypes.Typing.OTHER, "xsi-attribute");
    require(depth > DEPTH_OF_SOAP || !typed, "xsi-attribute");
  }

  /** The element looked at last is to be read by its children, so it must not be typed. */
  void checkStructure() {
    require(!typed, "xsi-attribute");
  }

  private void checkDeclarations(XMLStreamReader element) {
    for (int i = 0; i < element.getNamespaceCount(); i++) {
      String prefix = orNone(element.getNamespacePrefix(i));
      String namespace = orNone(element.getNamespaceURI(i));
      boolean unbinds = !prefix.isEmpty() && namespace.isEmpty();
      boolean reserved =
          RESERVED_PREFIXES.contains(prefix) || RESERVED_NAMESPACES.contains(namespace);
      require(!unbinds && !reserved, "namespace-declaration");
      learn(prefix);
    }
  }

  private void checkAttributes(XMLStreamReader element) {
    for (int i = 0; i < element.getAttributeCount(); i++) {
      checkName(element.getAttributePrefix(i), element.getAttributeLocalName(i));
    }
  }

  private void checkName(String prefix, String name) {
    String before = orNone(prefix);
    require(before.isEmpty() || NAME.matcher(before).matches(), "name");
    require(NAME.matcher(name).matches(), "name");
    learn(name);
  }

  private void learn(String name) {
    names.add(name);
    require(names.size() <= MAX_NAMES, "too-many-names");
  }

  private static String orNone(String text) {
    return text == null ? "" : text;
  }

  private static void require(boolean kept, String reason) {
    if (!kept) {
      throw new Declined(reason);
    }
  }
}
