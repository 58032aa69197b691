package io.matapalo.fastpath.soap;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamReader;

/**
 * The attributes by which a client types its values, XML Schema Part 1 §2.6. JAXB reads a field of
 * text by the contract's own type, whichever built-in type {@code xsi:type} names and whatever
 * {@code xsi:nil} says; elsewhere, and by any other type, it may read otherwise. Pure.
 */
final class SchemaTypes {

  private static final String INSTANCE = XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI;

  /** A name with a prefix, as clients write it: no white space, no other characters. */
  private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9._-]*):([A-Za-z0-9]+)");

  private static final Set<String> BUILT_IN =
      Set.of(
          "string",
          "boolean",
          "decimal",
          "float",
          "double",
          "dateTime",
          "date",
          "gYear",
          "integer",
          "long",
          "int",
          "short",
          "token",
          "normalizedString",
          "anyURI",
          "anyType",
          "anySimpleType");

  private static final Set<String> BOOLEANS = Set.of("true", "false", "1", "0");

  private SchemaTypes() {}

  /** What the attributes of an element say of its type. */
  enum Typing {
    NONE,
    /** Harmless on a field of text. */
    BUILT_IN,
    /** Not known to be harmless. */
    OTHER
  }

  static Typing of(XMLStreamReader element) {
    Typing typing = Typing.NONE;
    for (int i = 0; i < element.getAttributeCount(); i++) {
      if (INSTANCE.equals(element.getAttributeNamespace(i))) {
        Typing one = of(element, i);
        typing = one.compareTo(typing) > 0 ? one : typing;
      }
    }
    return typing;
  }

  private static Typing of(XMLStreamReader element, int attribute) {
    String value = element.getAttributeValue(attribute);
    return switch (element.getAttributeLocalName(attribute)) {
      case "type" -> isBuiltIn(element, value) ? Typing.BUILT_IN : Typing.OTHER;
      case "nil" -> BOOLEANS.contains(value) ? Typing.BUILT_IN : Typing.OTHER;
      case "schemaLocation", "noNamespaceSchemaLocation" -> Typing.NONE;
      default -> Typing.OTHER;
    };
  }

  private static boolean isBuiltIn(XMLStreamReader element, String value) {
    Matcher name = NAME.matcher(value);
    return name.matches()
        && XMLConstants.W3C_XML_SCHEMA_NS_URI.equals(element.getNamespaceURI(name.group(1)))
        && BUILT_IN.contains(name.group(2));
  }
}
