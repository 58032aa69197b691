package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Stale;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PartitionQueueTest {

  private static final Stale A = new Stale.Entry("events", "a");
  private static final Stale B = new Stale.Entry("events", "b");

  private final PartitionQueue queue = new PartitionQueue(100);

  @Test
  void doesNothingUntilItWasTold() {
    assertThat(queue.next(none())).isEmpty();
    assertThat(queue.next(fence(5))).isEmpty();
  }

  @Test
  void beginsAnEpochWhereThereIsNoFence() {
    queue.add(upTo(3), List.of(A));
    PartitionQueue.Step step = queue.next(none()).orElseThrow();
    assertThat(step.newEpoch()).isPresent();
    assertThat(step.next().position()).isEqualTo(upTo(3));
    queue.stored(step);
    assertThat(queue.next(found(step.next()))).isEmpty();
  }

  @Test
  void putsAllThatWaitsIntoOneStep() {
    queue.beginAt(upTo(3));
    queue.add(upTo(4), List.of(A));
    queue.add(upTo(5), List.of(B, new Stale.Whole("fees")));
    PartitionQueue.Found found = fence(3);
    PartitionQueue.Step step = queue.next(found).orElseThrow();
    assertThat(step.expected()).isEqualTo(found.text());
    assertThat(step.entries()).extracting(Stale.Entry::key).containsExactly("a", "b");
    assertThat(step.next().position()).isEqualTo(upTo(5));
    assertThat(step.next().drops()).containsEntry("fees", 1L);
    assertThat(step.newEpoch()).isEmpty();
  }

  @Test
  void forgetsWhatAFasterProcessTold() {
    queue.beginAt(upTo(3));
    queue.add(upTo(4), List.of(A));
    queue.add(upTo(5), List.of(B));
    PartitionQueue.Step step = queue.next(fence(4)).orElseThrow();
    assertThat(step.entries()).extracting(Stale.Entry::key).containsExactly("b");
    assertThat(queue.next(fence(9))).isEmpty();
    // A fence that is ahead stays ahead.
    queue.add(upTo(10), List.of(A));
    assertThat(queue.next(fence(12))).isEmpty();
  }

  @Test
  void neverLowersAFenceThatHasMore() {
    queue.beginAt(upTo(3));
    queue.add(upTo(5), List.of(A));
    Position ahead = upTo(4).union(Numbers.of(8));
    PartitionQueue.Step step = queue.next(found(Fence.ofNewEpoch(ahead))).orElseThrow();
    assertThat(step.next().position()).isEqualTo(upTo(5).union(Numbers.of(8)));
  }

  @Test
  void beginsAnEpochWhenTheFenceWentBack() {
    queue.beginAt(upTo(3));
    queue.add(upTo(5), List.of(A));
    queue.stored(queue.next(fence(3)).orElseThrow());
    PartitionQueue.Step step = queue.next(fence(4)).orElseThrow();
    assertThat(step.newEpoch()).contains("the fence is behind what was stored");
    assertThat(step.next().position()).isEqualTo(upTo(5));
  }

  /** A slower process can still tell what the fence lost. */
  @Test
  void bridgesAFenceThatWentBackByWhatWaits() {
    queue.beginAt(upTo(3));
    queue.add(upTo(4), List.of(A));
    queue.add(upTo(5), List.of(B));
    assertThat(queue.next(fence(3)).orElseThrow().newEpoch()).isEmpty();
    assertThat(queue.next(fence(2)).orElseThrow().newEpoch()).isPresent();
  }

  @Test
  void aProcessThatBeganWithoutAPositionDropsWhatItCannotJoin() {
    queue.add(upTo(5), List.of(A));
    assertThat(queue.next(fence(4)).orElseThrow().newEpoch()).isPresent();
    assertThat(queue.next(fence(5))).isEmpty();
  }

  @Test
  void dropsAllInANewEpochWhateverTheFenceSays() {
    queue.beginAt(upTo(3));
    PartitionQueue.Step underWay = step(queue, 4);
    queue.dropAll(upTo(9), "the log has a gap");
    queue.stored(underWay);
    PartitionQueue.Step step = queue.next(fence(12)).orElseThrow();
    assertThat(step.newEpoch()).contains("the log has a gap");
    assertThat(step.next().position()).isEqualTo(upTo(9));
    queue.stored(step);
    assertThat(queue.next(found(step.next()))).isEmpty();
  }

  @Test
  void dropsAllBeyondItsLimit() {
    queue.beginAt(upTo(0));
    IntStream.rangeClosed(1, 60).forEach(number -> queue.add(upTo(number), List.of(A)));
    PartitionQueue.Step step = queue.next(fence(0)).orElseThrow();
    assertThat(step.newEpoch()).contains("more than 100 invalidations waited for Redis");
    assertThat(step.next().position().contains(upTo(51))).isTrue();
  }

  @Test
  void transactionsWithoutEntriesTakeNoRoom() {
    queue.beginAt(upTo(0));
    IntStream.rangeClosed(1, 900).forEach(number -> queue.add(upTo(number), List.of()));
    PartitionQueue.Step step = queue.next(fence(0)).orElseThrow();
    assertThat(step.newEpoch()).isEmpty();
    assertThat(step.next().position()).isEqualTo(upTo(900));
  }

  @Test
  void whatWasToldAlreadyIsNotToldAgain() {
    queue.beginAt(upTo(3));
    PartitionQueue.Step step = step(queue, 5);
    queue.add(upTo(4), List.of(B));
    queue.stored(step);
    assertThat(queue.next(found(step.next()))).isEmpty();
    assertThat(queue.told()).contains(upTo(5));
  }

  @Test
  void aStepIsSmallEnoughForRedis() {
    PartitionQueue big = new PartitionQueue(10_000);
    big.beginAt(upTo(0));
    for (int number = 1; number <= 3; number++) {
      int each = number;
      big.add(
          upTo(number),
          IntStream.range(0, 900)
              .<Stale>mapToObj(key -> new Stale.Entry("events", each + "-" + key))
              .toList());
    }
    PartitionQueue.Step step = big.next(fence(0)).orElseThrow();
    assertThat(step.entries()).hasSize(900);
    assertThat(step.next().position()).isEqualTo(upTo(1));
    big.stored(step);
    assertThat(big.next(found(step.next())).orElseThrow().next().position()).isEqualTo(upTo(2));
  }

  private static PartitionQueue.Step step(PartitionQueue queue, int upTo) {
    queue.add(upTo(upTo), List.of(A));
    return queue.next(fence(upTo - 1)).orElseThrow();
  }

  private static Position upTo(int last) {
    return Numbers.upTo(last);
  }

  private static PartitionQueue.Found none() {
    return new PartitionQueue.Found("", Optional.empty());
  }

  private static PartitionQueue.Found fence(int upTo) {
    return found(Fence.ofNewEpoch(upTo(upTo)));
  }

  private static PartitionQueue.Found found(Fence fence) {
    return new PartitionQueue.Found(fence.text(), Optional.of(fence));
  }
}
