package io.matapalo.proxy.soap;

import java.util.Optional;

/**
 * The client's hint at the operation: {@code SOAPAction} (SOAP 1.1 §6.1.1) or the {@code action}
 * parameter of the media type (SOAP 1.2 part 2, §6.5.3). It may be absent, empty or wrong.
 */
public record SoapAction(String value) {

  /** The hint of a request; empty if there is none, or if it says nothing. */
  public static Optional<SoapAction> of(Optional<String> field, ContentType contentType) {
    if (field.isPresent()) {
      String text = ContentType.unquote(field.get().strip());
      if (!text.isBlank()) {
        return Optional.of(new SoapAction(text));
      }
    }
    return contentType.action().filter(text -> !text.isBlank()).map(SoapAction::new);
  }

  /**
   * What stands after the last {@code /}, {@code #} or {@code :}: by custom the operation's name.
   */
  public String lastSegment() {
    int cut = Math.max(value.lastIndexOf('/'), value.lastIndexOf('#'));
    return value.substring(Math.max(cut, value.lastIndexOf(':')) + 1);
  }
}
