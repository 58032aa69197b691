package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Entries and leases of one cache. Thread-safe. Trouble is an answer here, and no exception. */
final class RedisEntries {

  private static final String GRANTED = "granted";
  private static final String NONE = "none";
  private static final String STORED = "stored";

  private final RedisCommands commands;
  private final Positions positions;
  private final CacheCounts counts;
  private final LeaseTimes times;

  /** The latest fence of each partition: most reads meet it again and need not read its text. */
  private final AtomicReferenceArray<@Nullable Met> latest;

  RedisEntries(
      RedisCommands commands,
      int partitions,
      Positions positions,
      CacheCounts counts,
      LeaseTimes times) {
    this.commands = commands;
    this.latest = new AtomicReferenceArray<>(partitions);
    this.positions = positions;
    this.counts = counts;
    this.times = times;
  }

  /**
   * How long leases count.
   *
   * @param herd how long a lease keeps other processes from loading the same key
   * @param life how long floor and lease are remembered; longer than the longest load
   */
  record LeaseTimes(Duration herd, Duration life) {}

  /** What stands under a key. */
  sealed interface Look {

    /** An entry of the fence's epoch. */
    record Found(Entry entry, Fence fence) implements Look {}

    /**
     * None that can be used.
     *
     * @param isDamaged whether something stands there that this cache has not written
     */
    record Missing(boolean isDamaged) implements Look {}

    /** Redis cannot be used for this key now. */
    record Unusable() implements Look {}
  }

  /** The answer to a wish to load. */
  sealed interface Lease {

    /**
     * Load, and store what shows the floor.
     *
     * @param look an entry that came meanwhile
     */
    record Granted(Keys.Place place, String token, String tag, Position floor, Look look)
        implements Lease {}

    /** Another process loads. */
    record Held(Look look) implements Lease {}

    /** Load, and do not store. */
    record Refused() implements Lease {}
  }

  // Handed on, and compared by nobody.
  @SuppressWarnings("ArrayRecordComponent")
  private record Met(byte[] bytes, Fence fence) {}

  Look look(Keys.Place place, Deadline deadline) {
    Optional<Map<String, byte[]>> read = commands.read(deadline, place.value(), place.fence());
    if (read.isEmpty()) {
      return new Look.Unusable();
    }
    Map<String, byte[]> values = read.get();
    Optional<Fence> fence = fence(place, values.get(place.fence()));
    if (fence.isEmpty()) {
      counts.count(CacheEvent.BYPASS_UNTOLD);
      return new Look.Unusable();
    }
    return look(place, values.get(place.value()), fence.get());
  }

  Lease lease(Keys.Place place, Deadline deadline) {
    String token = UUID.randomUUID().toString();
    List<byte[]> answer =
        commands
            .change(
                Script.LEASE,
                deadline,
                place.all(),
                RedisCommands.bytes(place.cache()),
                RedisCommands.bytes(token),
                millis(times.herd()),
                millis(times.life()))
            .orElse(List.of());
    if (answer.isEmpty() || is(NONE, answer)) {
      return new Lease.Refused();
    }
    Optional<Fence> fence = fence(place, answer.get(1));
    Optional<Position> floor = position(Fence.textOf(answer.get(2)));
    if (fence.isEmpty() || floor.isEmpty()) {
      return new Lease.Refused();
    }
    Look look = look(place, answer.size() > 3 ? answer.get(3) : null, fence.get());
    return is(GRANTED, answer)
        ? new Lease.Granted(place, token, fence.get().tag(place.cache()), floor.get(), look)
        : new Lease.Held(look);
  }

  /** Stores an entry if neither the lease nor the tag has been lost since. */
  boolean fill(Lease.Granted lease, Entry entry, Duration life, Deadline deadline) {
    Optional<byte[]> bytes = entry.bytes();
    if (bytes.isEmpty()) {
      return false;
    }
    List<byte[]> answer =
        commands
            .change(
                Script.FILL,
                deadline,
                lease.place().all(),
                RedisCommands.bytes(lease.place().cache()),
                RedisCommands.bytes(lease.token()),
                RedisCommands.bytes(lease.tag()),
                millis(life),
                bytes.get())
            .orElse(List.of());
    return !answer.isEmpty() && is(STORED, answer);
  }

  /** Lets others load at once, without waiting for Redis. */
  void release(Lease.Granted lease) {
    commands.changeSoon(
        Script.RELEASE, List.of(lease.place().lease()), RedisCommands.bytes(lease.token()));
  }

  private Optional<Position> position(String text) {
    try {
      return Optional.of(positions.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Look look(Keys.Place place, byte @Nullable [] value, Fence fence) {
    Optional<Entry> entry = value == null ? Optional.empty() : Entry.parse(value);
    return entry
        .filter(found -> found.tag().equals(fence.tag(place.cache())))
        .<Look>map(found -> new Look.Found(found, fence))
        .orElseGet(() -> new Look.Missing(value != null && entry.isEmpty()));
  }

  private Optional<Fence> fence(Keys.Place place, byte @Nullable [] bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    Met met = latest.get(place.partition());
    if (met != null && Arrays.equals(met.bytes(), bytes)) {
      return Optional.of(met.fence());
    }
    Optional<Fence> fence = Fence.parse(bytes, positions);
    fence.ifPresent(read -> latest.set(place.partition(), new Met(bytes, read)));
    return fence;
  }

  private static boolean is(String word, List<byte[]> answer) {
    return Arrays.equals(answer.getFirst(), RedisCommands.bytes(word));
  }

  private static byte[] millis(Duration duration) {
    return RedisCommands.bytes(String.valueOf(Math.max(1, duration.toMillis())));
  }
}
