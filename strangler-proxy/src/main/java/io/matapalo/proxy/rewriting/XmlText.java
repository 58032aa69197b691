package io.matapalo.proxy.rewriting;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of an XML document, and the encoding that brings them back to its bytes.
 * Immutable.
 *
 * @param characters with the byte order mark, if there is one
 */
record XmlText(String characters, Charset charset) {

  private static final int DECLARATION_BYTES = 200;
  private static final Pattern DECLARED =
      Pattern.compile("^<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

  /**
   * Decodes a document.
   *
   * @throws CharacterCodingException if its bytes would not be the same when encoded again
   * @throws IllegalArgumentException if the encoding is unknown
   */
  static XmlText decode(byte[] document, Optional<String> mediaTypeCharset)
      throws CharacterCodingException {
    Charset charset = charsetOf(document, mediaTypeCharset);
    CharBuffer characters =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(document));
    XmlText text = new XmlText(characters.toString(), charset);
    if (!Arrays.equals(text.encode(text.characters), document)) {
      throw new CharacterCodingException();
    }
    return text;
  }

  byte[] encode(String changed) {
    return changed.getBytes(charset);
  }

  /** By mark, media type and declaration, in this order (RFC 7303 §3, XML 1.0 appendix F). */
  private static Charset charsetOf(byte[] bytes, Optional<String> mediaTypeCharset) {
    int first = bytes.length < 2 ? 0 : ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    if (first == 0xFEFF) {
      return StandardCharsets.UTF_16BE;
    }
    if (first == 0xFFFE) {
      return StandardCharsets.UTF_16LE;
    }
    if (first == 0xEFBB) {
      return StandardCharsets.UTF_8;
    }
    if (mediaTypeCharset.isPresent()) {
      return named(mediaTypeCharset.get());
    }
    if (first == '<') {
      return StandardCharsets.UTF_16BE;
    }
    if (first == '<' << 8) {
      return StandardCharsets.UTF_16LE;
    }
    int length = Math.min(bytes.length, DECLARATION_BYTES);
    Matcher declared = DECLARED.matcher(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    return declared.find() ? named(declared.group(1)) : StandardCharsets.UTF_8;
  }

  /** UTF-16 without a mark is big-endian (RFC 2781 §4.3); Java would write a mark. */
  private static Charset named(String name) {
    if (name.toLowerCase(Locale.ROOT).equals("utf-16")) {
      return StandardCharsets.UTF_16BE;
    }
    try {
      return Charset.forName(name);
    } catch (UnsupportedCharsetException e) {
      throw new IllegalArgumentException("the encoding %s is unknown".formatted(name), e);
    }
  }
}
