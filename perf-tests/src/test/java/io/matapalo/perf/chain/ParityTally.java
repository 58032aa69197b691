package io.matapalo.perf.chain;

import io.matapalo.testkit.ResultPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of generated messages on both sides. Confined to one thread. */
final class ParityTally {
  private final Map<String, Integer> served = new TreeMap<>();
  private final Map<String, Integer> declined = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();

  void served(String outcome) {
    served.merge(outcome, 1, Integer::sum);
  }

  void declined(String reason) {
    declined.merge(reason, 1, Integer::sum);
  }

  void difference(GeneratedMessage message, String what) {
    differences.add("%s%n  by %s%n  %s".formatted(what, message.changes(), message.body()));
  }

  int served() {
    return sum(served);
  }

  int declined() {
    return sum(declined);
  }

  List<String> differences() {
    return List.copyOf(differences);
  }

  /** What was answered, and declined, how often. */
  String counts() {
    return "served %s, declined %s%n".formatted(served, declined);
  }

  void writeTo(ResultPage page) {
    page.line("Of %,d messages:".formatted(served() + declined()));
    page.line("");
    page.line("| outcome | messages |").line("|---|---|");
    page.line(
        "| served by the fast path, and sent to the monolith too | %,d |".formatted(served()));
    page.line("| of these: another answer, status or rows | %,d |".formatted(differences.size()));
    page.line("| declined, so that the monolith answers alone | %,d |".formatted(declined()));
    page.line("").line("What both sides answered where the fast path served:").line("");
    table(page, "answer", served);
    page.line("").line("What the fast path declined, by its own reason:").line("");
    table(page, "reason", declined);
  }

  private static void table(ResultPage page, String head, Map<String, Integer> counts) {
    page.line("| %s | messages |".formatted(head)).line("|---|---|");
    counts.forEach((what, count) -> page.line("| `%s` | %,d |".formatted(what, count)));
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
