package io.matapalo.proxy.soap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * The beginnings of messages, each up to the end of its operation's start tag, and what the parser
 * found in them. A parser that stops at that tag finds the same in every message that begins with
 * the same bytes, so that such a message needs no parser. Client libraries write the same bytes
 * before an operation each time, unless a SOAP Header stands there.
 *
 * <p>No beginning is the beginning of another, because the parser stops at the first operation. So
 * the sorted array has at most one that a message begins with, and a binary search finds it. A
 * beginning is kept when it is seen the second time, so that messages that are never alike cost no
 * memory. A full array starts over. Thread-safe; finding never blocks.
 */
final class KnownBeginnings {

  /** So many are kept. */
  static final int MOST = 1_000;

  /** Longer ones are not kept. */
  static final int MOST_BYTES = 1_024;

  private static final int SEEN = 1_024;

  private final AtomicReference<Beginning[]> sorted = new AtomicReference<>(new Beginning[0]);

  /** Hashes of beginnings that were seen once, each at the place that its last bits name. */
  private final AtomicIntegerArray seen = new AtomicIntegerArray(SEEN);

  /** One of them. Immutable. */
  private static final class Beginning {
    private final byte[] bytes;
    private final BodyContent.Operation content;

    Beginning(byte[] bytes, BodyContent.Operation content) {
      this.bytes = bytes;
      this.content = content;
    }

    /** 0 if the message begins so; else less or greater than 0, in the order of bytes. */
    int compareToBeginningOf(byte[] message) {
      int common = Math.min(bytes.length, message.length);
      int different = Arrays.mismatch(bytes, 0, common, message, 0, common);
      if (different < 0) {
        return bytes.length - common;
      }
      return Byte.compare(bytes[different], message[different]);
    }
  }

  /** Whether the bytes are UTF-8 by themselves, and nothing beside them says how to read them. */
  private static boolean areOfBytesAlone(byte[] message, ContentType type) {
    Optional<String> charset = type.charset();
    return message[0] == '<' && (charset.isEmpty() || charset.get().equalsIgnoreCase("utf-8"));
  }

  /** What a message with these first bytes is; null if it has to be parsed. */
  BodyContent.@Nullable Operation find(byte[] message, ContentType type) {
    if (!areOfBytesAlone(message, type)) {
      return null;
    }
    Beginning[] known = sorted.get();
    int at = placeOf(message, known);
    return at < 0 ? null : known[at].content;
  }

  /** As {@link Arrays#binarySearch}: negative, and one less than the place, if there is none. */
  private static int placeOf(byte[] message, Beginning[] known) {
    int low = 0;
    int high = known.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = known[middle].compareToBeginningOf(message);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /**
   * A message was parsed. Only UTF-8 is learned: the parser reads it byte by byte, and other
   * encodings ahead, so that what follows an operation could spoil it.
   *
   * @param parser at the start tag of the operation
   */
  void learn(
      byte[] message, ContentType type, XMLStreamReader parser, BodyContent.Operation content)
      throws XMLStreamException {
    if (areOfBytesAlone(message, type)
        && "UTF-8".equals(parser.getEncoding())
        && parser instanceof XMLStreamReader2 withOffsets) {
      long end = withOffsets.getLocationInfo().getEndingByteOffset();
      if (end <= Math.min(MOST_BYTES, message.length)) {
        learn(message, (int) end, content);
      }
    }
  }

  private void learn(byte[] message, int end, BodyContent.Operation content) {
    if (!endsWithStartTag(message, end, content.element().localName())) {
      return;
    }
    byte[] bytes = Arrays.copyOf(message, end);
    int hash = Arrays.hashCode(bytes);
    if (seen.getAndSet(hash & (SEEN - 1), hash) == hash) {
      keep(new Beginning(bytes, content));
    }
  }

  /** Attribute values have no {@code <}, so that the last one begins the tag. */
  private static boolean endsWithStartTag(byte[] message, int end, String localName) {
    int begin = end - 1;
    while (begin > 0 && message[begin] != '<') {
      begin--;
    }
    if (begin <= 0 || message[end - 1] != '>') {
      return false;
    }
    String tag = new String(message, begin + 1, end - begin - 1, StandardCharsets.UTF_8);
    int nameEnd = 0;
    while (" \t\r\n/>".indexOf(tag.charAt(nameEnd)) < 0) {
      nameEnd++;
    }
    return tag.substring(tag.lastIndexOf(':', nameEnd - 1) + 1, nameEnd).equals(localName);
  }

  /** If another thread keeps one at the same time, this one is kept the next time it is seen. */
  private void keep(Beginning beginning) {
    Beginning[] known = sorted.get();
    int place = placeOf(beginning.bytes, known);
    if (place >= 0) {
      return;
    }
    Beginning[] base = known.length == MOST ? new Beginning[0] : known;
    int at = known.length == MOST ? 0 : -place - 1;
    Beginning[] next = new Beginning[base.length + 1];
    System.arraycopy(base, 0, next, 0, at);
    next[at] = beginning;
    System.arraycopy(base, at, next, at + 1, base.length - at);
    sorted.compareAndSet(known, next);
  }

  /** How many are kept. */
  int size() {
    return sorted.get().length;
  }
}
