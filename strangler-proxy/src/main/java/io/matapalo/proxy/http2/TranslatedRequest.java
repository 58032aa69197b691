package io.matapalo.proxy.http2;

import io.matapalo.proxy.reading.Flaw;

/** The head of a request as HTTP/1.1 has it, or why there is none. */
sealed interface TranslatedRequest {

  /** No length is announced: the body comes in chunks, for as long as the client sends. */
  long CHUNKED = -1;

  /**
   * A head that was found to follow RFC 9113 §8.
   *
   * @param head of HTTP/1.1, one character a byte
   * @param bodyLength in bytes, or {@link #CHUNKED}
   * @param contentType may be empty
   * @param logsIn whether it carries a login that binds its connection, which a stream is none
   */
  record Sound(String head, String method, long bodyLength, String contentType, boolean logsIn)
      implements TranslatedRequest {}

  /**
   * A request that cannot be translated.
   *
   * @param contentType tells how to word the refusal; may be empty
   */
  record Flawed(Flaw flaw, String contentType) implements TranslatedRequest {}
}
