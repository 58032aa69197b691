package io.matapalo.proxy.reading;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Bytes that were read from a connection and not handed out yet. There are none as a rule, and then
 * there is no array either. Confined to one thread.
 */
final class ReadAhead {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int PIECE_BYTES = 4 << 10;

  private final StreamSourceConduit source;
  private ByteBuffer bytes = NOTHING;

  ReadAhead(StreamSourceConduit source) {
    this.source = source;
  }

  /** The bytes, from position to limit; whoever takes some moves the position. */
  ByteBuffer bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return !bytes.hasRemaining();
  }

  /** Takes back what was read into this buffer from an index on. */
  void takeBack(ByteBuffer target, int from) {
    int count = target.position() - from;
    bytes = ByteBuffer.allocate(Math.max(PIECE_BYTES, count));
    bytes.put(0, target, from, count).limit(count);
    target.position(from);
  }

  /** Holds these bytes in the place of all others. */
  void replace(byte[] others) {
    bytes = ByteBuffer.wrap(others);
  }

  /** Hands out so many bytes. */
  int moveTo(ByteBuffer target, int count) {
    target.put(target.position(), bytes, bytes.position(), count);
    target.position(target.position() + count);
    bytes.position(bytes.position() + count);
    return count;
  }

  /** Gives the array up if nothing is in it. */
  void release() {
    if (isEmpty()) {
      bytes = NOTHING;
    }
  }

  /** How many bytes are held; reads if there are none, and is then as a read is: 0, or -1. */
  int fill() throws IOException {
    if (!isEmpty()) {
      return bytes.remaining();
    }
    if (bytes.capacity() < PIECE_BYTES) {
      bytes = ByteBuffer.allocate(PIECE_BYTES);
    }
    bytes.clear();
    int count = source.read(bytes);
    bytes.flip();
    return count;
  }

  /** Reads behind what is held; whoever calls bounds how much that may become. */
  int readOn() throws IOException {
    if (bytes.limit() == bytes.capacity()) {
      ByteBuffer wider = ByteBuffer.allocate(2 * Math.max(PIECE_BYTES, bytes.remaining()));
      wider.put(bytes).flip();
      bytes = wider;
    }
    ByteBuffer room = bytes.duplicate().limit(bytes.capacity()).position(bytes.limit());
    int count = source.read(room);
    bytes.limit(room.position());
    return count;
  }
}
