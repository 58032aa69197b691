package io.matapalo.testkit.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** One packet of the MySQL protocol, its header included, 16 MiB at most. Never changed. */
final class Packet {
  private static final int HEADER = 4;
  private static final int MAX_PAYLOAD = 0xFFFFFF;
  private static final int MAX_TEXT = 8_192;
  private static final int END_OF_ROWS = 0xFE;
  private static final int ERROR = 0xFF;
  private static final byte GREETING = 10;

  private final byte[] bytes;

  private Packet(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The next one, however it was split or joined on its way; empty at the end of the stream. */
  static Optional<Packet> read(InputStream in) throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length == 0) {
      return Optional.empty();
    }
    if (header.length < HEADER) {
      throw new EOFException("the stream ends inside a packet's header");
    }
    int length = (header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
    byte[] bytes = new byte[HEADER + length];
    System.arraycopy(header, 0, bytes, 0, HEADER);
    if (in.readNBytes(bytes, HEADER, length) < length) {
      throw new EOFException("the stream ends inside a packet of " + length + " bytes");
    }
    return Optional.of(new Packet(bytes));
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  int sequence() {
    return bytes[HEADER - 1] & 0xFF;
  }

  int payloadLength() {
    return bytes.length - HEADER;
  }

  /** Does the next packet go on with what this one began? */
  boolean isContinued() {
    return payloadLength() == MAX_PAYLOAD;
  }

  /** A byte of the payload; -1 past its end. */
  int at(int index) {
    return index < payloadLength() ? bytes[HEADER + index] & 0xFF : -1;
  }

  /** The first four bytes of a client's first packet say what it can do. */
  long capabilities() {
    return at(0) | (long) at(1) << 8 | (long) at(2) << 16 | (long) at(3) << 24;
  }

  /**
   * A server's first packet with another version in it; any other packet, such as a refusal, as it
   * is. MariaDB documentation, "Initial Handshake Packet": protocol 10, then the version up to a
   * zero.
   */
  Packet withVersion(String version) {
    if (at(0) != GREETING) {
      return this;
    }
    int end = 1;
    while (at(end) > 0) {
      end++;
    }
    byte[] name = version.getBytes(UTF_8);
    int rest = payloadLength() - end;
    int length = 1 + name.length + rest;
    byte[] changed = new byte[HEADER + length];
    changed[0] = (byte) length;
    changed[1] = (byte) (length >> 8);
    changed[2] = (byte) (length >> 16);
    changed[HEADER - 1] = bytes[HEADER - 1];
    changed[HEADER] = GREETING;
    System.arraycopy(name, 0, changed, HEADER + 1, name.length);
    System.arraycopy(bytes, HEADER + end, changed, HEADER + 1 + name.length, rest);
    return new Packet(changed);
  }

  /** Could this be the last packet of an answer with rows? */
  boolean endsRows() {
    return at(0) == END_OF_ROWS || at(0) == ERROR;
  }

  ClientCommand command(int connection) {
    int code = at(0);
    if (code != ClientCommand.QUERY && code != ClientCommand.PREPARE) {
      return new ClientCommand(connection, code, "");
    }
    // MySQL 8 puts the number of query attributes and a one before the text.
    int start = code == ClientCommand.QUERY && at(1) == 0 && at(2) == 1 ? 3 : 1;
    int length = Math.max(0, Math.min(MAX_TEXT, payloadLength() - start));
    return new ClientCommand(connection, code, new String(bytes, HEADER + start, length, UTF_8));
  }
}
