package io.matapalo.fastpath.invalidation.binlog;

import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The identifier of a transaction as MySQL writes it since 8.3 where it has a tag; the library does
 * not know the event. Fields have numbers, and whole numbers have as many more bytes as their first
 * byte ends with ones. Source: MySQL, libs/mysql/serialization/readme.md and control_events.h
 * (Gtid_event).
 */
record TaggedGtid(UUID source, String tag, long number) implements EventData {

  private static final int UUID_BYTES = 16;
  private static final int FLAGS = 0;
  private static final int SOURCE = 1;
  private static final int NUMBER = 2;
  private static final int TAG = 3;
  private static final int MAX_TAG = 32;

  /** Reads the body, as far as it is needed. */
  static TaggedGtid read(ByteArrayInputStream in) throws IOException {
    Varlen.unsigned(in); // version of the format
    Varlen.unsigned(in); // bytes of all
    Varlen.unsigned(in); // the last field that must be understood
    byte[] source = new byte[UUID_BYTES];
    long number = 0;
    for (int field = FLAGS; field < TAG; field++) {
      expect(field, in);
      switch (field) {
        case FLAGS -> Varlen.unsigned(in);
        case SOURCE -> {
          for (int i = 0; i < UUID_BYTES; i++) {
            source[i] = (byte) Varlen.unsigned(in);
          }
        }
        case NUMBER -> number = Varlen.signed(in);
        default -> throw new IllegalStateException("no field " + field);
      }
    }
    expect(TAG, in);
    long length = Varlen.unsigned(in);
    if (length < 0 || length > MAX_TAG) {
      throw new IOException("a tag has at most 32 characters, this one " + length);
    }
    String tag = new String(in.read((int) length), StandardCharsets.US_ASCII);
    ByteBuffer halves = ByteBuffer.wrap(source);
    return new TaggedGtid(new UUID(halves.getLong(), halves.getLong()), tag, number);
  }

  private static void expect(int field, ByteArrayInputStream in) throws IOException {
    long found = Varlen.unsigned(in);
    if (found != field) {
      throw new IOException("the GTID event's field %d is missing".formatted(field));
    }
  }

  String text() {
    return tag.isEmpty() ? source + ":" + number : source + ":" + tag + ":" + number;
  }
}
