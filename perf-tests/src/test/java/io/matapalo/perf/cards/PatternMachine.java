package io.matapalo.perf.cards;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * Finds many byte patterns in one pass, whatever the borders of the buffers it is fed: the
 * automaton of Aho and Corasick, "Efficient string matching", CACM 18(6), 1975, as a full
 * transition table over the bytes that occur in a pattern. Immutable once built.
 */
final class PatternMachine {
  private static final int ROOT = 0;
  // About 400 MB of table: some thousand card numbers in all forms.
  private static final int MAX_CELLS = 100_000_000;

  private final int[] symbolOfByte = new int[256];
  private final int symbols;
  private int[] next;
  private final List<List<CardPattern>> endingAt = new ArrayList<>();

  PatternMachine(List<CardPattern> patterns) {
    this.symbols = numberSymbols(patterns);
    this.next = new int[symbols * 1_024];
    addState();
    patterns.forEach(this::add);
    link();
  }

  int start() {
    return ROOT;
  }

  int step(int state, int value) {
    return next[state * symbols + symbolOfByte[value]];
  }

  List<CardPattern> found(int state) {
    return endingAt.get(state);
  }

  /** Symbol 0 is any byte that no pattern holds. */
  private int numberSymbols(List<CardPattern> patterns) {
    int count = 1;
    for (CardPattern pattern : patterns) {
      for (int i = 0; i < pattern.length(); i++) {
        if (symbolOfByte[pattern.byteAt(i)] == 0) {
          symbolOfByte[pattern.byteAt(i)] = count++;
        }
      }
    }
    return count;
  }

  private void add(CardPattern pattern) {
    int state = ROOT;
    for (int i = 0; i < pattern.length(); i++) {
      int cell = state * symbols + symbolOfByte[pattern.byteAt(i)];
      if (next[cell] == ROOT) {
        // Not in one statement: the table may be another one afterwards.
        int added = addState();
        next[cell] = added;
      }
      state = next[cell];
    }
    endingAt.get(state).add(pattern);
  }

  private int addState() {
    int state = endingAt.size();
    endingAt.add(new ArrayList<>(0));
    long cells = (long) endingAt.size() * symbols;
    if (cells > MAX_CELLS) {
      throw new IllegalArgumentException(
          "too many card numbers for one search; search in portions");
    }
    if (cells > next.length) {
      next = Arrays.copyOf(next, (int) Math.min(MAX_CELLS, cells * 2));
    }
    return state;
  }

  /** Breadth first: the longest proper suffix of a state is always done before the state itself. */
  private void link() {
    int[] suffix = new int[endingAt.size()];
    Queue<Integer> queue = new ArrayDeque<>();
    for (int symbol = 0; symbol < symbols; symbol++) {
      if (next[symbol] != ROOT) {
        queue.add(next[symbol]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      for (int symbol = 0; symbol < symbols; symbol++) {
        int cell = state * symbols + symbol;
        int fallback = next[suffix[state] * symbols + symbol];
        if (next[cell] == ROOT) {
          next[cell] = fallback;
        } else {
          suffix[next[cell]] = fallback;
          endingAt.get(next[cell]).addAll(endingAt.get(fallback));
          queue.add(next[cell]);
        }
      }
    }
  }
}
