package io.matapalo.proxy.soap;

/** An XML name with its namespace, written {@code {namespace}local}. */
public record QualifiedName(String namespace, String localName) {

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
    return new QualifiedName(text.substring(1, end), text.substring(end + 1));
  }

  @Override
  public String toString() {
    return "{" + namespace + "}" + localName;
  }
}
