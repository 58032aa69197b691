package io.matapalo.proxy.soap;

import java.util.regex.Pattern;

/** An XML name with its namespace, written {@code {namespace}local}. */
public record QualifiedName(String namespace, String localName) {

  /** Near enough to an NCName of XML to find what no parser would let through. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}._\\u00b7-]*");

  public QualifiedName {
    if (localName.isBlank()) {
      throw new IllegalArgumentException("local name must not be blank");
    }
  }

  /**
   * Reads {@code {namespace}local}.
   *
   * @throws IllegalArgumentException for any other form
   */
  public static QualifiedName parse(String text) {
    int end = text.lastIndexOf('}');
    if (!text.startsWith("{") || end < 0 || end == text.length() - 1) {
      throw new IllegalArgumentException("must be {namespace}local, was " + text);
    }
    String local = text.substring(end + 1);
    if (!NAME.matcher(local).matches()) {
      throw new IllegalArgumentException(
          "must have an XML name after its namespace, no message can have " + text);
    }
    return new QualifiedName(text.substring(1, end), local);
  }

  @Override
  public String toString() {
    return "{" + namespace + "}" + localName;
  }
}
