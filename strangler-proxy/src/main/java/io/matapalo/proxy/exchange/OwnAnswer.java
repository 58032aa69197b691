package io.matapalo.proxy.exchange;

/** A short answer of the proxy itself, sent whole. */
public record OwnAnswer(int status, String contentType, String body) {

  /** The media type of one line of text. */
  public static final String TEXT = "text/plain; charset=utf-8";

  /** One line of text. */
  public static OwnAnswer text(int status, String line) {
    return new OwnAnswer(status, TEXT, line + "\n");
  }
}
