package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Stale;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules that keep what is stale out of Redis, each against a loader that would break it. */
final class LeasedCacheIT extends StartedRedis {

  @Test
  void servesWhatWasLoadedUntilTheLogSaysThatItIsStale() {
    write("old");
    assertThat(get()).contains("old");
    assertThat(get()).contains("old");
    assertThat(another().get(KEY, database.loader())).contains("old");
    assertThat(database.loads()).isEqualTo(1);
    write("new");
    assertThat(get()).contains("new");
    assertThat(database.loads()).isEqualTo(2);
  }

  @Test
  void keepsThatThereIsNoRowUntilThereIsOne() {
    assertThat(get()).isEmpty();
    assertThat(get()).isEmpty();
    assertThat(database.loads()).isEqualTo(1);
    write("there");
    assertThat(get()).contains("there");
  }

  @Test
  void keepsNoAbsenceWithoutALifeForIt() {
    CacheProcess without =
        process(CacheProcess.SETTINGS, policy(CacheProcess.POLICY.life(), Duration.ZERO, 0));
    without.get(KEY, database.loader());
    without.get(KEY, database.loader());
    assertThat(database.loads()).isEqualTo(2);
    assertThat(without.counted(CacheEvent.UNKEPT_ABSENCE)).isEqualTo(2);
  }

  /** Only the lease can tell: the stamp contains the floor of the moment when the load began. */
  @Test
  void aLoadThatAnInvalidationOvertakesIsNotKept() {
    write("old");
    Optional<String> got =
        process.get(
            KEY,
            (key, _) -> {
              Loaded<String> before = database.read(key);
              write("new");
              return before;
            });
    assertThat(got).contains("old");
    assertThat(process.counted(CacheEvent.UNKEPT_LEASE)).isEqualTo(1);
    assertThat(get()).contains("new");
  }

  /** Only the floor can tell: the log is told before the change can be read. */
  @Test
  void aLoadThatDoesNotShowTheFloorIsNotKept() {
    write("old");
    Position before = database.position();
    write("new");
    assertThat(process.get(KEY, database.giving("old", before))).contains("old");
    assertThat(process.counted(CacheEvent.UNKEPT_FLOOR)).isEqualTo(1);
    assertThat(get()).contains("new");
  }

  /** Else no replica that is always a little behind could ever fill. */
  @Test
  void theFloorStaysWhereItWasWhenTheKeyWasFirstMissed() {
    write("value");
    Position first = database.position();
    assertThat(process.get(KEY, database.giving("old", Numbers.upTo(0)))).contains("old");
    writeElsewhere();
    assertThat(process.get(KEY, database.giving("value", first))).contains("value");
    assertThat(process.counted(CacheEvent.KEPT)).isEqualTo(1);
  }

  @Test
  void aLoadWhoseLeaseWasEvictedIsNotKept() {
    write("old");
    process.get(
        KEY,
        (key, _) -> {
          Loaded<String> before = database.read(key);
          console.ask("DEL", place.lease());
          write("new");
          return before;
        });
    assertThat(process.counted(CacheEvent.UNKEPT_LEASE)).isEqualTo(1);
    assertThat(get()).contains("new");
  }

  /** The fence alone can tell: lease and floor have come back with an old snapshot. */
  @Test
  void aLoadOfAnotherEpochIsNotKept() {
    write("old");
    process.get(
        KEY,
        (key, _) -> {
          Loaded<String> before = database.read(key);
          String token = console.ask("HGET", place.lease(), "token");
          console.ask("DEL", place.fence());
          awaitAnotherEpoch("");
          console.ask("HSET", place.lease(), "token", token);
          return before;
        });
    assertThat(process.counted(CacheEvent.UNKEPT_LEASE)).isEqualTo(1);
    assertThat(console.ask("EXISTS", place.value())).isEqualTo("0");
  }

  /** A floor of another epoch says nothing: what was told in between was not written to it. */
  @Test
  void aFloorOfAnotherEpochIsForgotten() {
    assertThat(process.get(KEY, database.giving("old", Numbers.upTo(0)))).contains("old");
    assertThat(process.counted(CacheEvent.UNKEPT_FLOOR)).isEqualTo(1);
    String floor = console.ask("HGET", place.lease(), "floor");
    write("new");
    String before = console.ask("GET", place.fence());
    process.target.dropAll(database.position(), "test");
    awaitAnotherEpoch(before);
    String tag = fence().tag(FakeDatabase.CACHE);
    console.ask("HSET", place.lease(), "tag", "ab.0", "floor", floor);
    process.get(KEY, database.giving("old", Numbers.read(floor)));
    assertThat(process.counted(CacheEvent.KEPT)).isZero();
    assertThat(console.ask("HGET", place.lease(), "tag")).isEqualTo(tag);
  }

  @Test
  void loadsWhatTheSessionHasSeenAndTheEntryMayLack() {
    write("old");
    get();
    database.seen(database.write(KEY, "new").upTo());
    assertThat(get()).contains("new");
    assertThat(process.counted(CacheEvent.BYPASS_SESSION)).isEqualTo(1);
  }

  @Test
  void servesWhatShowsMoreThanTheLogHasTold() {
    write("value");
    database.writeElsewhere();
    get();
    database.seen(database.position());
    assertThat(get()).contains("value");
    assertThat(database.loads()).isEqualTo(1);
  }

  @Test
  void loadsWhenTheFenceIsFurtherBehindThanTheBound() {
    write("old");
    get();
    database.require(database.write(KEY, "new").upTo());
    assertThat(get()).contains("new");
    assertThat(process.counted(CacheEvent.BYPASS_BOUND)).isEqualTo(1);
  }

  @Test
  void aSlowerProcessNeitherLowersTheFenceNorDropsAgain() {
    CacheProcess slow = CacheProcess.on(link, CacheProcess.SETTINGS, CacheProcess.POLICY, database);
    assertThat(slow.target.toldUpTo()).isPresent();
    var first = database.write(KEY, "old");
    var second = database.write(KEY, "new");
    database.tell(first, process.target);
    database.tell(second, process.target);
    CacheProcess.awaitTold(console, keys, database.position());
    get();
    String fence = console.ask("GET", place.fence());
    processes.add(slow);
    database.tell(first, slow.target);
    database.tell(second, slow.target);
    // Told by the slower one alone; the faster one is gone.
    database.tell(database.writeElsewhere(), slow.target);
    CacheProcess.awaitTold(console, keys, database.position());
    assertThat(fence().epoch()).isEqualTo(epochOf(fence));
    assertThat(get()).contains("new");
    assertThat(database.loads()).isEqualTo(1);
  }

  @Test
  void dropsOneCacheWhenItsTableIsTruncated() {
    write("old");
    get();
    String epoch = fence().epoch();
    database.tell(database.next(List.of(new Stale.Whole(FakeDatabase.CACHE))), process.target);
    CacheProcess.awaitTold(console, keys, database.position());
    get();
    assertThat(database.loads()).isEqualTo(2);
    assertThat(fence().epoch()).isEqualTo(epoch);
    database.tell(database.next(List.of(new Stale.Whole("fees"))), process.target);
    CacheProcess.awaitTold(console, keys, database.position());
    get();
    assertThat(database.loads()).isEqualTo(2);
  }

  /** A lease taken before the drop of a whole cache is as void as one of the key. */
  @Test
  void aLoadThatADropOfTheCacheOvertakesIsNotKept() {
    write("old");
    process.get(
        KEY,
        (key, _) -> {
          Loaded<String> before = database.read(key);
          database.tell(
              database.next(List.of(new Stale.Whole(FakeDatabase.CACHE))), process.target);
          CacheProcess.awaitTold(console, keys, database.position());
          return before;
        });
    assertThat(process.counted(CacheEvent.UNKEPT_LEASE)).isEqualTo(1);
  }

  @Test
  void aGapInTheLogDropsEverything() {
    write("old");
    get();
    String before = console.ask("GET", place.fence());
    process.target.dropAll(database.write(KEY, "new").upTo(), "the log was purged");
    awaitAnotherEpoch(before);
    assertThat(get()).contains("new");
    assertThat(process.counted(CacheEvent.DROPPED)).isEqualTo(1);
  }
}
