package io.matapalo.perf.bench.workload;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What fills the slots of one operation. What comes from an answer comes from one answer, so that a
 * reference and a version belong together. Confined to the pacer thread.
 */
final class SlotValues {
  private final Map<String, Supplier<String>> made;
  private final Map<String, String> learnt;
  private final Supplier<Optional<Map<String, String>>> answers;

  /**
   * The sources.
   *
   * @param made slots with a source of their own
   * @param learnt the other slots, each with the element of an answer that it takes
   * @param answers what an answer said, by element; nothing while there is none
   */
  SlotValues(
      Map<String, Supplier<String>> made,
      Map<String, String> learnt,
      Supplier<Optional<Map<String, String>>> answers) {
    this.made = Map.copyOf(made);
    this.learnt = Map.copyOf(learnt);
    this.answers = answers;
  }

  /** Values for the next request, or nothing while no answer is known that it needs. */
  Optional<Map<String, String>> next() {
    Optional<Map<String, String>> answer = answers.get();
    return answer.map(said -> {
      Map<String, String> values = new HashMap<>();
      made.forEach((slot, source) -> values.put(slot, source.get()));
      learnt.forEach(
          (slot, element) -> values.put(slot, Objects.requireNonNull(said.get(element))));
      return values;
    });
  }
}
