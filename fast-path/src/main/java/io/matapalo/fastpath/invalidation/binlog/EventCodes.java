package io.matapalo.fastpath.invalidation.binlog;

/** Numbers of events that the library has no name for. MariaDB's and MySQL's log_event.h. */
final class EventCodes {

  static final int QUERY_COMPRESSED = 165;
  static final int GTID_TAGGED = 42;

  private static final int HEARTBEAT_V2 = 41;
  private static final int START_ENCRYPTION = 164;
  private static final int FIRST_COMPRESSED_ROWS = 166;
  private static final int LAST_COMPRESSED_ROWS = 171;

  private EventCodes() {}

  static boolean isCompressedRows(int code) {
    return code >= FIRST_COMPRESSED_ROWS && code <= LAST_COMPRESSED_ROWS;
  }

  static boolean isOfTheLogItself(int code) {
    return code == HEARTBEAT_V2 || code == START_ENCRYPTION;
  }
}
