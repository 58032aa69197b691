package io.matapalo.router.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds what callers were told of their units of work against what the tables say. Immutable.
 *
 * @param start what each account had before
 * @param values what each account has now, by its number
 * @param counters the same of counters, which began at 0
 * @param ledger the rows of the ledger
 */
record Books(
    long start, Map<Integer, Long> values, Map<Integer, Long> counters, List<Entry> ledger) {

  /**
   * A row of the ledger.
   *
   * @param source an account, or -1: the target is a counter
   */
  record Entry(String unit, int source, int target, int amount) {}

  Books {
    values = Map.copyOf(values);
    counters = Map.copyOf(counters);
    ledger = List.copyOf(ledger);
  }

  /**
   * Whatever does not agree, as sentences; empty if all does.
   *
   * @param done units that are acknowledged, or proven to be stored
   * @param told all units that a caller has heard of
   */
  List<String> disagreements(Set<String> done, Set<String> told) {
    List<String> wrong = new ArrayList<>();
    Set<String> stored = new HashSet<>();
    for (Entry entry : ledger) {
      if (!stored.add(entry.unit())) {
        wrong.add("unit %s is in the ledger twice".formatted(entry.unit()));
      }
      if (!done.contains(entry.unit())) {
        wrong.add(
            "unit %s is stored, but was %s"
                .formatted(
                    entry.unit(),
                    told.contains(entry.unit()) ? "told to have failed" : "told to nobody"));
      }
    }
    done.stream()
        .filter(unit -> !stored.contains(unit))
        .forEach(unit -> wrong.add("unit %s was acknowledged, but is not stored".formatted(unit)));
    reckon(wrong);
    return wrong;
  }

  private void reckon(List<String> wrong) {
    Map<Integer, Long> accounts = new HashMap<>();
    Map<Integer, Long> counted = new HashMap<>();
    for (Entry entry : ledger) {
      if (entry.source() < 0) {
        counted.merge(entry.target(), (long) entry.amount(), Long::sum);
      } else {
        accounts.merge(entry.source(), (long) -entry.amount(), Long::sum);
        accounts.merge(entry.target(), (long) entry.amount(), Long::sum);
      }
    }
    values.forEach((account, value) -> {
      long expected = start + accounts.getOrDefault(account, 0L);
      if (value != expected) {
        wrong.add("account %d has %d, by the ledger %d".formatted(account, value, expected));
      }
    });
    counters.forEach((counter, value) -> {
      long expected = counted.getOrDefault(counter, 0L);
      if (value != expected) {
        wrong.add("counter %d has %d, by the ledger %d".formatted(counter, value, expected));
      }
    });
  }

  /** Over all accounts; transfers do not change it. */
  long sumOfAccounts() {
    return values.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Over all counters: how often was counted. */
  long sumOfCounters() {
    return counters.values().stream().mapToLong(Long::longValue).sum();
  }
}
