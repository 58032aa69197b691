package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.RedisConsole;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A Redis, a log told by hand and a first process; for tests of one cache. */
abstract class StartedRedis {

  static final String KEY = "7";
  private static ScheduledExecutorService scheduler;
  private static Redis redis;
  static RedisLink link;

  final FakeDatabase database = new FakeDatabase();
  final List<CacheProcess> processes = new ArrayList<>();
  final Keys keys = Keys.of(CacheProcess.SETTINGS.namespace(), 1, List.of(CacheProcess.POLICY));
  final Keys.Place place = keys.place(FakeDatabase.CACHE, KEY);
  RedisConsole console;
  CacheProcess process;

  @BeforeAll
  static void start() throws InterruptedException {
    redis = Redis.start(ServerConfig.inFolder(TestFolders.fresh("leased-cache")));
    scheduler = Executors.newScheduledThreadPool(1);
    link =
        RedisLink.open(
            new RedisLink.Settings(
                RedisAddress.parse(redis.url()), Duration.ofSeconds(2), Duration.ofMillis(100)),
            scheduler);
    assertThat(link.client(CacheProcess.SOON)).isPresent();
  }

  @AfterAll
  static void stop() {
    link.close();
    scheduler.shutdownNow();
    redis.close();
  }

  @BeforeEach
  void begin() {
    console = new RedisConsole(redis.port());
    console.ask("FLUSHALL");
    process = process(CacheProcess.SETTINGS, CacheProcess.POLICY);
  }

  @AfterEach
  void close() {
    processes.forEach(CacheProcess::close);
    console.close();
  }

  final CacheProcess process(RedisCaches.Settings settings, CachePolicy policy) {
    CacheProcess started = CacheProcess.on(link, settings, policy, database).begin(database);
    processes.add(started);
    Keys its = Keys.of(settings.namespace(), settings.partitions(), List.of(policy));
    CacheProcess.awaitTold(console, its, Numbers.upTo(1));
    return started;
  }

  final CacheProcess another() {
    return process(CacheProcess.SETTINGS, CacheProcess.POLICY);
  }

  final void write(String value) {
    database.tell(database.write(KEY, value), targets());
    CacheProcess.awaitTold(console, keys, database.position());
  }

  final void writeElsewhere() {
    database.tell(database.writeElsewhere(), targets());
    CacheProcess.awaitTold(console, keys, database.position());
  }

  private InvalidationTarget[] targets() {
    return processes.stream().map(each -> each.target).toArray(InvalidationTarget[]::new);
  }

  final Optional<String> get() {
    return process.get(KEY, database.loader());
  }

  static RedisCaches.Settings herd(Duration herd) {
    RedisCaches.Settings usual = CacheProcess.SETTINGS;
    return new RedisCaches.Settings(
        usual.namespace(),
        usual.partitions(),
        usual.readTimeout(),
        usual.rest(),
        herd,
        usual.longestLoad());
  }

  static CachePolicy policy(Duration life, Duration negativeLife, double early) {
    CachePolicy usual = CacheProcess.POLICY;
    return new CachePolicy(
        usual.name(), usual.scope(), usual.size(), life, negativeLife, early, usual.staleBy());
  }

  /** Takes the lease as another process does. */
  final void take(Keys.Place taken) {
    console.ask(
        "EVAL",
        Script.LEASE.text(),
        "3",
        taken.fence(),
        taken.value(),
        taken.lease(),
        taken.cache(),
        "of a dead process",
        "60000",
        "60000");
  }

  final String otherCodec() {
    Entry entry =
        new Entry(fence().tag(FakeDatabase.CACHE), 1, 0, "1", Optional.of("no text of ours"));
    return Fence.textOf(entry.bytes().orElseThrow());
  }

  final Fence fence() {
    return Fence.parse(Fence.bytesOf(console.ask("GET", place.fence())), Numbers.POSITIONS)
        .orElseThrow();
  }

  static String epochOf(String fence) {
    return Fence.parse(Fence.bytesOf(fence), Numbers.POSITIONS).orElseThrow().epoch();
  }

  final void awaitAnotherEpoch(String before) {
    await()
        .atMost(CacheProcess.SOON)
        .until(() -> {
          String now = console.ask("GET", place.fence());
          return Fence.parse(Fence.bytesOf(now), Numbers.POSITIONS)
              .filter(fence -> !before.contains(fence.epoch()))
              .isPresent();
        });
  }
}
