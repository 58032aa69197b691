package io.matapalo.recorder.counting;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a unit of work one by one, in a list of JDK arrays, which copies of the
 * recorder share. The list is made of blocks, each twice as long as the one before up to a limit,
 * because an array for each statement costs more than the statement's numbers. Callers hold the
 * lock of the unit; numbers may be read and changed without it. Stateless.
 */
final class StatementLog {

  private static final int NUMBERS = 0;
  private static final int WORDS = 1;
  private static final int USED = 2;
  private static final int FIRST_LENGTH = 4;
  private static final int MOST_LENGTH = 64;

  private StatementLog() {}

  /** Adds a statement whose numbers and words are to be set. */
  static LoggedStatement add(List<Object[]> blocks) {
    Object[] block = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
    if (block == null || used(block)[0] == length(block)) {
      block = block(block == null ? FIRST_LENGTH : Math.min(MOST_LENGTH, 2 * length(block)));
      blocks.add(block);
    }
    int place = used(block)[0]++;
    return at(block, place);
  }

  static List<LoggedStatement> all(List<Object[]> blocks) {
    List<LoggedStatement> all = new ArrayList<>();
    for (Object[] block : blocks) {
      for (int place = 0; place < used(block)[0]; place++) {
        all.add(at(block, place));
      }
    }
    return all;
  }

  private static Object[] block(int length) {
    return new Object[] {
      new AtomicLongArray(length * LoggedStatement.NUMBERS),
      new @Nullable Object[length * LoggedStatement.WORDS],
      new int[1]
    };
  }

  private static LoggedStatement at(Object[] block, int place) {
    return new LoggedStatement((AtomicLongArray) block[NUMBERS], words(block), place);
  }

  private static int length(Object[] block) {
    return words(block).length / LoggedStatement.WORDS;
  }

  private static @Nullable Object[] words(Object[] block) {
    return (@Nullable Object[]) block[WORDS];
  }

  private static int[] used(Object[] block) {
    return (int[]) block[USED];
  }
}
