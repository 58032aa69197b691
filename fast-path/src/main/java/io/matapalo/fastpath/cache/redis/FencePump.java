package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.cache.staleness.Stale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one Redis what is stale, each partition on a thread of its own, so that a partition whose
 * server is gone holds up no other. Thread-safe. A partition has at most one step under way, and
 * puts all that waits into it. A step whose answer was lost may be sent again, and may arrive late:
 * it does nothing unless the fence is where the step expects it.
 */
final class FencePump implements InvalidationTarget, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FencePump.class);
  private static final int MOST_ENTRIES_AT_ONCE = 1_000;
  private static final int MOST_PENDING = 50_000;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** Whoever comes second lets the others go first: else all ask Redis for each transaction. */
  private static final Duration AFTER_OTHERS = Duration.ofMillis(5);

  private final RedisLink link;
  private final RedisCommands commands;
  private final Keys keys;
  private final Kept kept;
  private final Duration rest;
  private final List<Partition> partitions;
  private volatile boolean closed;

  /**
   * A pump, not yet running.
   *
   * @param rest how long it waits after trouble, and how often it looks at the fences by itself
   * @param kept the caches in this Redis
   */
  FencePump(RedisLink link, RedisCommands commands, Keys keys, Duration rest, Kept kept) {
    this.link = link;
    this.commands = commands;
    this.keys = keys;
    this.rest = rest;
    this.kept = kept;
    this.partitions = IntStream.range(0, keys.partitions()).mapToObj(Partition::new).toList();
  }

  /** The caches in one Redis. */
  interface Kept {

    /** Is this a cache of this Redis? */
    boolean has(String cache);

    /** A fence of this database; empty for anything else. */
    Optional<Fence> fence(byte[] bytes);

    /** All entries of a partition were dropped, which is no usual course of events. */
    void onDropAll();

    /** Redis did not learn what is stale. */
    void onTrouble();
  }

  void start() {
    partitions.forEach(partition -> partition.thread.start());
  }

  @Override
  public Optional<Position> toldUpTo() {
    Optional<Position> told = partitions.getFirst().queue.told();
    if (told.isPresent()) {
      return told;
    }
    try {
      boolean _ = link.client(PATIENCE).isPresent();
      List<CompletableFuture<PartitionQueue.Found>> asked =
          partitions.stream().map(Partition::ask).toList();
      List<Position> stored = new ArrayList<>();
      for (CompletableFuture<PartitionQueue.Found> each : asked) {
        RedisCommands.await(each, PATIENCE).fence().map(Fence::position).ifPresent(stored::add);
      }
      Optional<Position> lowest =
          stored.stream()
              .filter(position -> stored.stream().allMatch(other -> other.contains(position)))
              .findFirst();
      lowest.ifPresent(position -> partitions.forEach(each -> each.queue.beginAt(position)));
      return lowest;
    } catch (RedisCommands.Trouble e) {
      onTrouble(e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void apply(Invalidation invalidation) {
    Map<Integer, List<Stale>> byPartition =
        limited(invalidation.stale())
            .filter(stale -> kept.has(stale.cache()))
            .flatMap(this::placed)
            .collect(
                Collectors.groupingBy(
                    Placed::partition, Collectors.mapping(Placed::stale, Collectors.toList())));
    for (Partition partition : partitions) {
      partition.queue.add(
          invalidation.upTo(), byPartition.getOrDefault(partition.number, List.of()));
      partition.wake();
    }
  }

  @Override
  public void dropAll(Position upTo, String reason) {
    for (Partition partition : partitions) {
      partition.queue.dropAll(upTo, reason);
      partition.wake();
    }
  }

  private record Placed(int partition, Stale stale) {}

  private static Stream<Stale> limited(List<Stale> stale) {
    return stale.size() <= MOST_ENTRIES_AT_ONCE
        ? stale.stream()
        : stale.stream().map(Stale::cache).distinct().map(Stale.Whole::new);
  }

  private Stream<Placed> placed(Stale stale) {
    return switch (stale) {
      case Stale.Entry(String cache, String key) ->
          Stream.of(new Placed(keys.place(cache, key).partition(), stale));
      case Stale.Whole _ ->
          partitions.stream().map(partition -> new Placed(partition.number, stale));
    };
  }

  private void onTrouble(RedisCommands.Trouble trouble) {
    kept.onTrouble();
    LOG.warn(
        "Redis does not learn what is stale, and is tried again every={} reason={}",
        rest,
        RedisCommands.kind(trouble));
  }

  private static void pause(Duration length) throws InterruptedException {
    boolean _ = new Semaphore(0).tryAcquire(length.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends without telling what waits: other processes tell it, or this one at its next start. */
  @Override
  public void close() {
    closed = true;
    partitions.forEach(partition -> partition.thread.interrupt());
    try {
      for (Partition partition : partitions) {
        boolean _ = partition.thread.join(CLOSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One partition and its thread. */
  private final class Partition implements Runnable {

    private final int number;
    private final PartitionQueue queue = new PartitionQueue(MOST_PENDING);
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("redis-fence").unstarted(this);

    /** Whether this process has moved the fence. Confined to the thread. */
    private boolean moved;

    Partition(int number) {
      this.number = number;
    }

    void wake() {
      if (wanted.availablePermits() == 0) {
        wanted.release();
      }
    }

    CompletableFuture<PartitionQueue.Found> ask() {
      return commands
          .values(keys.fence(number))
          .thenApply(values -> found(values.getOrDefault(keys.fence(number), new byte[0])));
    }

    @Override
    public void run() {
      while (!closed) {
        try {
          if (link.client(PATIENCE).isEmpty()) {
            continue;
          }
          PartitionQueue.Found found = RedisCommands.await(ask(), PATIENCE);
          boolean isWanted = true;
          while (isWanted) {
            found = moved(found);
            isWanted = wanted.tryAcquire(rest.toNanos(), TimeUnit.NANOSECONDS);
            wanted.drainPermits();
          }
        } catch (RedisCommands.Trouble e) {
          onTrouble(e);
          if (!rested()) {
            return;
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    private boolean rested() {
      try {
        pause(rest);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** Moves the fence as far as this process can tell; gives the fence that is there then. */
    private PartitionQueue.Found moved(PartitionQueue.Found from)
        throws RedisCommands.Trouble, InterruptedException {
      PartitionQueue.Found found = from;
      while (true) {
        Optional<PartitionQueue.Step> next = queue.next(found);
        if (next.isEmpty()) {
          return found;
        }
        PartitionQueue.Step step = next.get();
        List<byte[]> answer = RedisCommands.await(send(step), PATIENCE);
        if (answer.size() > 1) {
          found = found(answer.get(1));
          pause(AFTER_OTHERS);
        } else {
          found = new PartitionQueue.Found(step.next().text(), Optional.of(step.next()));
          queue.stored(step);
          step.newEpoch().ifPresent(reason -> onNewEpoch(step, reason));
          moved = true;
        }
      }
    }

    private CompletableFuture<List<byte[]>> send(PartitionQueue.Step step) {
      List<String> names = new ArrayList<>();
      names.add(keys.fence(number));
      for (Stale.Entry entry : step.entries()) {
        Keys.Place place = keys.place(entry.cache(), entry.key());
        names.add(place.value());
        names.add(place.lease());
      }
      return commands.run(
          Script.APPLY, names, Fence.bytesOf(step.expected()), Fence.bytesOf(step.next().text()));
    }

    private PartitionQueue.Found found(byte[] bytes) {
      return new PartitionQueue.Found(Fence.textOf(bytes), kept.fence(bytes));
    }

    private void onNewEpoch(PartitionQueue.Step step, String reason) {
      if (step.expected().isEmpty() && !moved) {
        LOG.info("Redis got its first fence partition={}", number);
        return;
      }
      kept.onDropAll();
      LOG.warn("every entry in Redis was dropped partition={} reason={}", number, reason);
    }
  }
}
