package io.matapalo.fastpath.invalidation.binlog;

import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventHeaderDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;

/** An event's header, with the number of its type also where the library has no name for it. */
final class RawHeader extends EventHeaderV4 {

  private static final long serialVersionUID = 1L;
  private static final int IGNORABLE = 0x80;

  private final int code;

  RawHeader(int code) {
    this.code = code;
    EventType known = EventType.byEventNumber(code);
    setEventType(known == null ? EventType.UNKNOWN : known);
  }

  int code() {
    return code;
  }

  /** Does its writer say that readers may pass it over? */
  boolean isIgnorable() {
    return (getFlags() & IGNORABLE) != 0;
  }

  /**
   * Reads a header, and keeps its number for who reads the body. Confined to one thread. MySQL
   * internals manual, "Binary Log Event Header".
   */
  static final class Reader implements EventHeaderDeserializer<RawHeader> {

    private static final long MILLIS = 1_000;

    private int lastCode;

    int lastCode() {
      return lastCode;
    }

    @Override
    public RawHeader deserialize(ByteArrayInputStream in) throws IOException {
      long seconds = in.readLong(4);
      lastCode = in.readInteger(1);
      RawHeader header = new RawHeader(lastCode);
      header.setTimestamp(seconds * MILLIS);
      header.setServerId(in.readLong(4));
      header.setEventLength(in.readLong(4));
      header.setNextPosition(in.readLong(4));
      header.setFlags(in.readInteger(2));
      return header;
    }
  }
}
