package io.matapalo.perf.chain;

import java.sql.SQLException;
import java.util.List;

/** What requests of a service write, for comparison; and what they find. Confined to one thread. */
interface WrittenRows extends AutoCloseable {

  /** Of operations that only read. */
  WrittenRows NONE = (requestId, answer) -> List.of();

  /** Makes the rows that a request with this id works on. */
  default void prepare(String requestId) throws SQLException {}

  /** The rows that tell what a request with this id wrote, without identities and times. */
  List<String> after(String requestId, Answer answer) throws SQLException;

  /** Whether rows of {@link #after} show that nothing was written, as far as they can tell. */
  default boolean areUntouched(List<String> rows) {
    return true;
  }

  /** Makes the second side begin where the first did. */
  default void undo() throws SQLException {}

  @Override
  default void close() throws SQLException {}
}
