package io.matapalo.perf.bench.workload;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * Makes the sources of a run's slots, each with a random stream of its own: how fast answers come
 * then changes no other slot's values. Confined to the thread that builds the workload.
 */
final class Slots {
  private final String runId;
  private final SplittableGenerator seeds;
  private final Map<String, RecentValues> learnt;
  private final AtomicLong requests = new AtomicLong();

  Slots(String runId, SplittableGenerator seeds, Map<String, RecentValues> learnt) {
    this.runId = runId;
    this.seeds = seeds;
    this.learnt = learnt;
  }

  SlotValues of(WorkloadFile.OperationSpec operation) {
    Map<String, Supplier<String>> made = new HashMap<>();
    Map<String, String> elements = new HashMap<>();
    Supplier<Optional<Map<String, String>>> answers = () -> Optional.of(Map.of());
    Optional<SlotSpec.Recent> first = Optional.empty();
    // Sorted, so that each slot gets the same random stream in every run of a seed.
    for (Map.Entry<String, SlotSpec> slot : new TreeMap<>(operation.slots()).entrySet()) {
      RandomGenerator random = seeds.split();
      if (!(slot.getValue() instanceof SlotSpec.Recent recent)) {
        made.put(slot.getKey(), made(slot.getValue(), random));
        continue;
      }
      RecentValues values = remembered(recent);
      elements.put(slot.getKey(), element(recent, values));
      if (first.isEmpty()) {
        first = Optional.of(recent);
        answers = recent.once() ? values::take : () -> values.any(random);
      } else if (!recent.isOfTheSameAnswerAs(first.get())) {
        throw new WorkloadException(
            "%s: slots of kind recent come from one answer, so 'from' and 'once' are the same in all"
                .formatted(operation.name()));
      }
    }
    return new SlotValues(made, elements, answers);
  }

  private Supplier<String> made(SlotSpec spec, RandomGenerator random) {
    return switch (spec) {
      case SlotSpec.RunId _ -> () -> runId + "-" + requests.incrementAndGet();
      case SlotSpec.Range range ->
          () -> Integer.toString(random.nextInt(range.from(), range.to() + 1));
      case SlotSpec.Spread spread -> spread(spread, random);
      case SlotSpec.Card card -> new CardNumbers(card.prefix(), random)::next;
      case SlotSpec.Recent recent ->
          throw new IllegalArgumentException("comes from an answer: " + recent);
    };
  }

  private static Supplier<String> spread(SlotSpec.Spread spec, RandomGenerator random) {
    SpreadNumbers numbers = new SpreadNumbers(spec.from(), spec.to(), random);
    return () -> {
      boolean hot = random.nextDouble() < spec.hotShare();
      int number = hot ? spec.from() : numbers.next();
      return String.format(spec.format(), number);
    };
  }

  private RecentValues remembered(SlotSpec.Recent spec) {
    RecentValues values = learnt.get(spec.from());
    if (values == null) {
      throw new WorkloadException("nothing is remembered under " + spec.from());
    }
    return values;
  }

  private static String element(SlotSpec.Recent spec, RecentValues values) {
    String element =
        spec.element() == null && values.elements().size() == 1
            ? values.elements().getFirst()
            : spec.element();
    if (element == null || !values.elements().contains(element)) {
      throw new WorkloadException(
          "element of a slot from %s must be one of %s, was %s"
              .formatted(spec.from(), values.elements(), spec.element()));
    }
    return element;
  }
}
