package io.matapalo.perf.chain;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What requests of an operation write, for comparison; and what they find. Thread-safe. */
interface WrittenRows {

  /** Of operations that only read. */
  WrittenRows NONE = (database, requestId, answer) -> List.of();

  /** Makes the rows that a request with this id works on. */
  default void prepare(Connection database, String requestId) throws SQLException {}

  /** The rows that are there after a request with this id, without identities and times. */
  List<String> after(Connection database, String requestId, Answer answer) throws SQLException;
}
