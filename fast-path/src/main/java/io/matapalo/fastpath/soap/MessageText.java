package io.matapalo.fastpath.soap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A message's bytes as text, by UTF-8 and nothing else. JAX-WS obeys the {@code charset} of HTTP
 * where the XML declaration names another encoding, and so do we. Bytes that are no UTF-8 are never
 * replaced by other characters, because these would be stored and sent to the vendors. Pure.
 */
final class MessageText {

  private static final int MARK_BYTES = 3;

  private MessageText() {}

  /** The text; declined when the bytes are not UTF-8, or begin with a byte order mark. */
  static String of(byte[] message) {
    if (startsWithMark(message)) {
      throw new Declined("byte-order-mark");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(message))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Declined("not-utf-8");
    }
  }

  private static boolean startsWithMark(byte[] message) {
    return message.length >= MARK_BYTES
        && message[0] == (byte) 0xEF
        && message[1] == (byte) 0xBB
        && message[2] == (byte) 0xBF;
  }
}
