package io.matapalo.fastpath.invalidation.keys;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as the log has it, before or after a change. Not changed once made.
 *
 * @param included which of the table's columns it has
 * @param values of these, in the table's order: numbers, bytes of text, null
 */
public record RowImage(BitSet included, List<? extends @Nullable Object> values) {

  boolean has(int position) {
    return included.get(position);
  }

  /** Of a column that it has. */
  @Nullable Object at(int position) {
    // The usual row has all columns.
    boolean whole = included.nextClearBit(0) > position;
    return values.get(whole ? position : included.get(0, position).cardinality());
  }
}
