package io.matapalo.router.proof.history;

import io.matapalo.router.proof.history.HistoryTransaction.Outcome;
import io.matapalo.router.proof.history.Operation.Append;
import io.matapalo.router.proof.history.Operation.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the anomalies of a history of appends and reads. Reads of transactions that are not known
 * to be committed are not looked at; their appends are, wherever a committed read shows them. What
 * nobody reads cannot be put in order: a history should end with a read of every list.
 * Single-threaded; for one history.
 */
public final class HistoryChecker {

  /** A committed read of a list, before the reader appended to it. */
  record ExternalRead(int transaction, Read read) {}

  private final List<HistoryTransaction> history;
  private final HistoryReport report = new HistoryReport();
  private final VersionOrder order = new VersionOrder();
  private final List<ExternalRead> external = new ArrayList<>();

  private HistoryChecker(List<HistoryTransaction> history) {
    this.history = history;
  }

  /**
   * Everything that is wrong with a history.
   *
   * @throws IllegalArgumentException if an element was appended twice to a list
   */
  public static HistoryReport check(List<HistoryTransaction> history) {
    HistoryChecker checker = new HistoryChecker(List.copyOf(history));
    checker.indexAppends();
    checker.look();
    new Cycles(checker.history, checker.order, checker.external, checker.report).find();
    checker.lookForLostUpdates();
    checker.lookForStaleReads();
    checker.lookForLostAppends();
    return checker.report;
  }

  private void indexAppends() {
    for (int t = 0; t < history.size(); t++) {
      for (Append append : appends(history.get(t))) {
        order.written(append, t);
      }
    }
  }

  private void look() {
    for (int t = 0; t < history.size(); t++) {
      if (history.get(t).outcome() == Outcome.OK) {
        look(t);
      }
    }
  }

  private void look(int transaction) {
    Map<Integer, List<Integer>> expected = new HashMap<>();
    Map<Integer, List<Integer>> own = new HashMap<>();
    for (Operation operation : history.get(transaction).operations()) {
      int key = operation.key();
      switch (operation) {
        case Append append -> {
          own.computeIfAbsent(key, list -> new ArrayList<>()).add(append.element());
          expected.computeIfPresent(key, (list, elements) -> and(elements, append.element()));
        }
        case Read read -> {
          lookInside(transaction, read, own.getOrDefault(key, List.of()), expected.get(key));
          expected.put(key, read.elements());
          boolean fits = lookAtElements(transaction, read);
          if (fits && !own.containsKey(key)) {
            external.add(new ExternalRead(transaction, read));
          }
        }
      }
    }
  }

  private void lookInside(
      int transaction, Read read, List<Integer> own, @Nullable List<Integer> expected) {
    HistoryTransaction reader = history.get(transaction);
    if (!read.elements().containsAll(own)) {
      report.found(Anomaly.OWN_APPEND_MISSED, "%s after %s in %s".formatted(read, own, reader));
    } else if (expected != null && !expected.equals(read.elements())) {
      report.found(
          reader.readsOnly() ? Anomaly.UNREPEATABLE_READ_READ_ONLY : Anomaly.UNREPEATABLE_READ,
          "%s, expected %s, in %s".formatted(read, expected, reader.name()));
    }
  }

  /** False if the read says nothing about the order of its list. */
  private boolean lookAtElements(int transaction, Read read) {
    String reader = history.get(transaction).name();
    List<Integer> elements = read.elements();
    if (new HashSet<>(elements).size() < elements.size()) {
      report.found(Anomaly.DUPLICATE_ELEMENT, read + " by " + reader);
      return false;
    }
    for (int element : elements) {
      int writer = order.writer(read.key(), element);
      if (writer < 0) {
        report.found(Anomaly.UNKNOWN_ELEMENT, "%d in %s by %s".formatted(element, read, reader));
        return false;
      }
      if (history.get(writer).outcome() == Outcome.FAIL) {
        report.found(
            Anomaly.G1A,
            "%d of %s in %s by %s".formatted(element, history.get(writer).name(), read, reader));
      }
    }
    if (isIntermediate(transaction, read)) {
      report.found(Anomaly.G1B, read + " by " + reader);
    }
    if (!order.read(read.key(), elements)) {
      report.found(
          Anomaly.INCOMPATIBLE_ORDER,
          "%s by %s, and %s".formatted(read, reader, order.elements(read.key())));
      return false;
    }
    return true;
  }

  private boolean isIntermediate(int transaction, Read read) {
    if (read.elements().isEmpty()) {
      return false;
    }
    int last = read.elements().getLast();
    int writer = order.writer(read.key(), last);
    return writer != transaction
        && appends(history.get(writer)).stream()
                .filter(append -> append.key() == read.key())
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .element()
            != last;
  }

  private void lookForLostUpdates() {
    Map<String, ExternalRead> latest = new HashMap<>();
    external.forEach(read -> latest.put(read.transaction() + "/" + read.read().key(), read));
    for (ExternalRead seen : latest.values()) {
      HistoryTransaction reader = history.get(seen.transaction());
      int key = seen.read().key();
      appends(reader).stream()
          .filter(append -> append.key() == key)
          .findFirst()
          .map(append -> order.position(key, append.element()))
          .filter(position -> position > seen.read().elements().size())
          .ifPresent(position ->
              report.found(
                  Anomaly.LOST_UPDATE,
                  "%s read list %d with %d elements and appended element number %d"
                      .formatted(reader.name(), key, seen.read().elements().size(), position + 1)));
    }
  }

  private void lookForStaleReads() {
    for (ExternalRead seen : external) {
      HistoryTransaction reader = history.get(seen.transaction());
      int key = seen.read().key();
      List<Integer> all = order.elements(key);
      all.subList(seen.read().elements().size(), all.size()).stream()
          .map(element -> history.get(order.writer(key, element)))
          .filter(writer -> writer.outcome() == Outcome.OK)
          .filter(writer -> writer.endedNanos() < reader.begunNanos())
          .findFirst()
          .ifPresent(writer ->
              report.found(
                  Anomaly.STALE_READ,
                  "%s began %d us after %s had been acknowledged, and did not see it in list %d"
                      .formatted(
                          reader.name(),
                          (reader.begunNanos() - writer.endedNanos()) / 1000,
                          writer.name(),
                          key)));
    }
  }

  private void lookForLostAppends() {
    Map<Integer, Long> latestRead = new HashMap<>();
    external.forEach(seen ->
        latestRead.merge(
            seen.read().key(), history.get(seen.transaction()).begunNanos(), Math::max));
    for (HistoryTransaction writer : history) {
      if (writer.outcome() != Outcome.OK) {
        continue;
      }
      appends(writer).stream()
          .filter(
              append -> order.position(append.key(), append.element()) == VersionOrder.BEFORE_ALL)
          .filter(
              append -> latestRead.getOrDefault(append.key(), Long.MIN_VALUE) > writer.endedNanos())
          .forEach(append -> report.found(Anomaly.LOST_APPEND, append + " of " + writer.name()));
    }
  }

  static List<Append> appends(HistoryTransaction transaction) {
    return transaction.operations().stream()
        .filter(Append.class::isInstance)
        .map(Append.class::cast)
        .toList();
  }

  private static List<Integer> and(List<Integer> elements, int element) {
    List<Integer> more = new ArrayList<>(elements);
    more.add(element);
    return more;
  }
}
