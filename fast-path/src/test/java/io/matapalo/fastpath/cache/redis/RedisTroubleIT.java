package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.RedisConsole;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever happens to Redis, answers stay right, and it is asked seldom while it fails. */
final class RedisTroubleIT {

  private static final String KEY = "7";

  private static final RedisCaches.Settings SETTINGS =
      new RedisCaches.Settings(
          CacheProcess.SETTINGS.namespace(),
          1,
          Duration.ofMillis(500),
          Duration.ofMillis(50),
          CacheProcess.SETTINGS.herd(),
          CacheProcess.SETTINGS.longestLoad());

  private final FakeDatabase database = new FakeDatabase();
  private final Keys keys =
      Keys.of(CacheProcess.SETTINGS.namespace(), 1, List.of(CacheProcess.POLICY));
  private final Keys.Place place = keys.place(FakeDatabase.CACHE, KEY);
  private Redis redis;
  private RedisConsole console;
  private @Nullable CacheProcess begun;

  @BeforeEach
  void start() {
    redis = Redis.start(ServerConfig.inFolder(TestFolders.fresh("redis-trouble")));
    console = new RedisConsole(redis.port());
  }

  @AfterEach
  void stop() {
    if (begun != null) {
      begun.close();
    }
    console.close();
    redis.close();
  }

  private CacheProcess process() {
    return Objects.requireNonNull(begun, "a test begins a process first");
  }

  private void begin() {
    begun =
        CacheProcess.of(
                new RedisServers.Single(RedisAddress.parse(redis.url())),
                SETTINGS,
                CacheProcess.known(database))
            .begin(database);
    write("old");
    awaitTold();
    assertThat(get()).contains("old");
    assertThat(get()).contains("old");
    assertThat(process().counted(CacheEvent.HIT)).isPositive();
  }

  private Position write(String value) {
    database.tell(database.write(KEY, value), process().target);
    return database.position();
  }

  private void awaitTold() {
    CacheProcess.awaitTold(console, keys, database.position());
  }

  private Optional<String> get() {
    return process().get(KEY, database.loader());
  }

  private void restart() {
    console.close();
    redis = Redis.start(redis.config());
    console = new RedisConsole(redis.port());
  }

  private void awaitHits() {
    await()
        .atMost(CacheProcess.SOON)
        .until(() -> {
          long hits = process().counted(CacheEvent.HIT);
          assertThat(get()).contains("new");
          return process().counted(CacheEvent.HIT) > hits;
        });
  }

  @Test
  void aRedisThatIsGoneCostsOneFailedCommandAndNoAnswer() {
    begin();
    process().stopTime();
    redis.kill();
    int loads = database.loads();
    for (int i = 0; i < 100; i++) {
      assertThat(get()).contains("old");
    }
    assertThat(database.loads()).isEqualTo(loads + 100);
    assertThat(process().trouble()).isEqualTo(1);
  }

  /** Commands that waited in its socket are carried out late: they must do no harm. */
  @Tag("deep")
  @Test
  void aPausedRedisCostsOneTimeoutAndIsRightWhenItGoesOn() {
    begin();
    process().stopTime();
    redis.pause();
    for (int i = 0; i < 100; i++) {
      assertThat(get()).contains("old");
    }
    assertThat(process().trouble()).isEqualTo(1);
    database.require(write("new"));
    assertThat(get()).contains("new");
    redis.resume();
    awaitTold();
    assertThat(console.ask("EXISTS", place.value())).isEqualTo("0");
  }

  @Tag("deep")
  @Test
  void aRedisThatComesBackEmptyIsFilledAnew() {
    begin();
    redis.kill();
    database.require(write("new"));
    assertThat(get()).contains("new");
    restart();
    awaitHits();
    assertThat(process().counted(CacheEvent.DROPPED)).isEqualTo(1);
  }

  @Test
  void aFullRedisStillServesAndStillLearnsWhatIsStale() {
    begin();
    console.ask("CONFIG", "SET", "maxmemory", "1");
    assertThat(get()).contains("old");
    assertThat(process().get("8", database.giving("eight", database.position()))).contains("eight");
    assertThat(process().get("8", database.giving("eight", database.position()))).contains("eight");
    assertThat(process().trouble()).isPositive();
    long hits = process().counted(CacheEvent.HIT);
    assertThat(get()).contains("old");
    assertThat(process().counted(CacheEvent.HIT)).isEqualTo(hits + 1);
    write("new");
    awaitTold();
    assertThat(get()).contains("new");
    console.ask("CONFIG", "SET", "maxmemory", "0");
    awaitHits();
  }

  /** Lease and floor go first where memory is short; then nothing may be kept. */
  @Tag("deep")
  @Test
  void aLoadWhoseLeaseIsEvictedIsNotKept() {
    begin();
    write("older");
    awaitTold();
    console.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
    process()
        .get(
            KEY,
            (key, _) -> {
              Loaded<String> before = database.read(key);
              evict();
              write("new");
              return before;
            });
    assertThat(process().counted(CacheEvent.UNKEPT_LEASE)).isEqualTo(1);
    awaitHits();
  }

  private void evict() {
    console.ask("CONFIG", "SET", "maxmemory", "1");
    await()
        .atMost(CacheProcess.SOON)
        .until(() -> {
          try {
            console.ask("SET", "junk", "junk");
          } catch (IllegalStateException full) {
            assertThat(full).hasMessageContaining("OOM");
          }
          return console.ask("EXISTS", place.lease()).equals("0");
        });
    console.ask("CONFIG", "SET", "maxmemory", "0");
  }

  @Tag("deep")
  @Test
  void aReadOnlyRedisServesUntilTheBoundAndThenNoLonger() {
    begin();
    console.ask("REPLICAOF", "127.0.0.1", "1");
    assertThat(get()).contains("old");
    database.require(write("new"));
    assertThat(get()).contains("new");
    assertThat(process().counted(CacheEvent.BYPASS_BOUND)).isPositive();
    console.ask("REPLICAOF", "NO", "ONE");
    awaitTold();
    awaitHits();
  }

  @Test
  void anEmptiedRedisIsFilledAnew() {
    begin();
    console.ask("FLUSHALL");
    database.require(write("new"));
    assertThat(get()).contains("new");
    awaitHits();
  }

  @Test
  void aRedisRestoredFromAnOldSnapshotServesNothingOfIt() throws Exception {
    begin();
    console.ask("SAVE");
    Path dump = redis.dataFolder().resolve("dump.rdb");
    Path old = redis.config().folder().resolve("old.rdb");
    Files.copy(dump, old);
    Position second = write("new");
    awaitTold();
    awaitHits();
    redis.kill();
    database.require(second);
    Files.copy(old, dump, StandardCopyOption.REPLACE_EXISTING);
    restart();
    assertThat(console.ask("GET", place.value())).contains("text old");
    awaitHits();
    assertThat(process().counted(CacheEvent.DROPPED)).isEqualTo(1);
  }

  /** Three processes, one of which ends, and a Redis that fails in each way. */
  @Tag("deep")
  @Test
  void mixedReadsAndWritesStayRight() throws Exception {
    RedisServers servers = new RedisServers.Single(RedisAddress.parse(redis.url()));
    try (MixedLoad load = new MixedLoad(13)) {
      RedisCaches.Database known =
          new RedisCaches.Database(Numbers.POSITIONS, load.rows(), load.rows());
      begun = CacheProcess.of(servers, SETTINGS, known);
      try (CacheProcess second = CacheProcess.of(servers, SETTINGS, known);
          CacheProcess third = CacheProcess.of(servers, SETTINGS, known)) {
        load.start(List.of(process(), second, third));
        load.awaitHits();
        console.ask("FLUSHALL");
        load.run();
        load.awaitHits();
        redis.pause();
        load.run();
        redis.resume();
        load.awaitHits();
        console.ask("SAVE");
        load.run();
        redis.kill();
        load.run();
        restart();
        load.run();
        load.awaitHits();
        load.awaitQuiescence();
      }
    }
  }
}
