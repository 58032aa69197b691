package io.matapalo.perf.bench.workload;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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

  Slot source(SlotSpec spec) {
    RandomGenerator random = seeds.split();
    return switch (spec) {
      case SlotSpec.RunId _ -> () -> Optional.of(runId + "-" + requests.incrementAndGet());
      case SlotSpec.Range range ->
          () -> Optional.of(Integer.toString(random.nextInt(range.from(), range.to() + 1)));
      case SlotSpec.Spread spread -> spread(spread, random);
      case SlotSpec.Card card -> card(new CardNumbers(card.prefix(), random));
      case SlotSpec.Recent recent -> recent(recent, random);
    };
  }

  private static Slot card(CardNumbers numbers) {
    return () -> Optional.of(numbers.next());
  }

  private static Slot spread(SlotSpec.Spread spec, RandomGenerator random) {
    SpreadNumbers numbers = new SpreadNumbers(spec.from(), spec.to(), random);
    return () -> {
      boolean hot = random.nextDouble() < spec.hotShare();
      int number = hot ? spec.from() : numbers.next();
      return Optional.of(String.format(spec.format(), number));
    };
  }

  private Slot recent(SlotSpec.Recent spec, RandomGenerator random) {
    RecentValues values = learnt.get(spec.from());
    if (values == null) {
      throw new WorkloadException("nothing is remembered under " + spec.from());
    }
    return () -> values.any(random);
  }
}
