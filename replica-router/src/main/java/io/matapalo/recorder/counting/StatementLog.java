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

  /** The block with room for one more. */
  static Object[] withRoom(List<Object[]> blocks) {
    Object[] last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
    if (last != null && used(last)[0] < length(last)) {
      return last;
    }
    Object[] block = block(last == null ? FIRST_LENGTH : Math.min(MOST_LENGTH, 2 * length(last)));
    blocks.add(block);
    return block;
  }

  /**
   * Adds a statement of this thread, its numbers apart; {@code digest} is an array that begins with
   * id, verb and canonical text.
   *
   * @return its place in the block
   */
  static int add(Object[] block, Object[] digest, String site) {
    int place = used(block)[0]++;
    @Nullable Object[] words = words(block);
    words[place * LoggedStatement.WORDS + LoggedStatement.DIGEST] = digest;
    words[place * LoggedStatement.WORDS + LoggedStatement.SITE] = site;
    words[place * LoggedStatement.WORDS + LoggedStatement.THREAD] =
        Thread.currentThread().getName();
    return place;
  }

  /** Adds to a number, which is 0 at first, of the statement at {@code place}. */
  static void add(Object[] block, int place, int which, long amount) {
    numbers(block).addAndGet(place * LoggedStatement.NUMBERS + which, amount);
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
    return new LoggedStatement(numbers(block), words(block), place);
  }

  private static int length(Object[] block) {
    return words(block).length / LoggedStatement.WORDS;
  }

  private static AtomicLongArray numbers(Object[] block) {
    return (AtomicLongArray) block[NUMBERS];
  }

  private static @Nullable Object[] words(Object[] block) {
    return (@Nullable Object[]) block[WORDS];
  }

  private static int[] used(Object[] block) {
    return (int[]) block[USED];
  }
}
