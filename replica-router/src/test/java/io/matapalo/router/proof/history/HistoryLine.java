package io.matapalo.router.proof.history;

import io.matapalo.router.proof.history.HistoryTransaction.Outcome;
import io.matapalo.router.proof.history.Operation.Append;
import io.matapalo.router.proof.history.Operation.Read;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A transaction as a line of a file: {@code vm1-7 OK 100 200 r3:1,2 a3:9}. A read of an empty list
 * is {@code r3:}. Stateless.
 */
public final class HistoryLine {
  private static final int HEAD = 4;

  private HistoryLine() {}

  /** Its name must have no blanks. */
  public static String of(HistoryTransaction transaction) {
    return "%s %s %d %d%s"
        .formatted(
            transaction.name(),
            transaction.outcome(),
            transaction.begunNanos(),
            transaction.endedNanos(),
            transaction.operations().stream()
                .map(operation -> " " + word(operation))
                .collect(Collectors.joining()));
  }

  public static HistoryTransaction parse(String line) {
    String[] words = line.split(" ", -1);
    List<Operation> operations = new ArrayList<>();
    for (String word : Arrays.asList(words).subList(HEAD, words.length)) {
      operations.add(operation(word));
    }
    return new HistoryTransaction(
        words[0],
        Outcome.valueOf(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        operations);
  }

  /** A list as text, {@code 1,2,3}. */
  public static List<Integer> elements(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static String word(Operation operation) {
    return switch (operation) {
      case Append append -> "a%d:%d".formatted(append.key(), append.element());
      case Read read ->
          "r%d:%s"
              .formatted(
                  read.key(),
                  read.elements().stream().map(String::valueOf).collect(Collectors.joining(",")));
    };
  }

  private static Operation operation(String word) {
    int colon = word.indexOf(':');
    int key = Integer.parseInt(word.substring(1, colon));
    String rest = word.substring(colon + 1);
    return word.startsWith("a")
        ? new Append(key, Integer.parseInt(rest))
        : new Read(key, elements(rest));
  }
}
