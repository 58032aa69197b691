package io.matapalo.fastpath.invalidation;

import static io.matapalo.fastpath.invalidation.Ear.entry;
import static io.matapalo.fastpath.invalidation.Ear.whole;
import static io.matapalo.fastpath.invalidation.ReadLog.SOON;
import static io.matapalo.fastpath.invalidation.ReadLog.by;
import static io.matapalo.fastpath.invalidation.ReadLog.cache;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.invalidation.link.LinkSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the reader makes of links, servers and logs that are lost. */
abstract class LogTroubles extends LogChanges {

  private static final int LATENCIES = 300;

  @Test
  void aLinkThatIsCutWithinATransactionLosesNothing() throws Exception {
    run("create table shop (id bigint primary key, filler varchar(200))");
    try (CuttingRelay relay = CuttingRelay.toPort(server.port())) {
      LogSettings settings = ReadLog.settings(server, relay.port()).withMaxKeys(100_000);
      readWith(ReadLog.start(settings, logged(), cache("shops", by("shop", "{id}")), ear));
      await().atMost(SOON).until(() -> reader().progress().connected());

      relay.cutAfter(100_000, 200_000);
      run("start transaction");
      for (int i = 0; i < 20; i++) {
        run(rows(i * 100, 100));
      }
      run("commit");
      await().atMost(SOON).until(() -> relay.cuts() == 2);

      List<Stale> told = told();
      assertThat(told).hasSize(2_000).doesNotHaveDuplicates();
      assertThat(reader().progress().cuts()).isGreaterThanOrEqualTo(2);
      assertThat(reader().progress().alarms()).isZero();
      assertThat(ear.invalidations().getLast().stale()).hasSize(2_000);
    }
  }

  private static String rows(int from, int count) {
    return "insert into shop values "
        + IntStream.range(from, from + count)
            .mapToObj(id -> "(%d, '%s')".formatted(id, "x".repeat(180)))
            .collect(Collectors.joining(","));
  }

  @Test
  @Tag(DEEP)
  void aDeadLinkIsNoticedWithoutAWord() throws Exception {
    run("create table shop (id bigint primary key)");
    try (CuttingRelay relay = CuttingRelay.toPort(server.port())) {
      LogSettings settings = ReadLog.settings(server, relay.port());
      settings =
          new LogSettings(
              settings.addresses(),
              settings
                  .link()
                  .withTimes(
                      settings.link().connectTimeout(),
                      Duration.ofMillis(200),
                      Duration.ofSeconds(1)),
              0,
              settings.bound(),
              settings.lossAfter(),
              settings.maxKeys());
      readWith(ReadLog.start(settings, logged(), cache("shops", by("shop", "{id}")), ear));
      await().atMost(SOON).until(() -> reader().progress().connected());
      long quiet = reader().progress().events();
      await().atMost(SOON).until(() -> reader().progress().events() > quiet + 2);

      relay.swallow();
      run("insert into shop values (1)");
      await().atMost(SOON).until(() -> reader().progress().cuts() > 0);
      relay.heal();

      assertThat(told()).containsExactly(entry("shops", 1));
    }
  }

  @Test
  @Tag(DEEP)
  void aReaderGoesOnFromWhereItsTargetsWereTold() throws SQLException {
    run("create table shop (id bigint primary key)");
    Position before = ReadLog.position(logged().primary(), positions());
    run("insert into shop values (1)");
    Position between = ReadLog.position(logged().primary(), positions());
    run("insert into shop values (2)");
    Ear early = new Ear(Optional.of(before));
    Ear late = new Ear(Optional.of(between));
    readWith(
        ReadLog.start(
            ReadLog.settings(server, server.port()),
            logged(),
            cache("shops", by("shop", "{id}")),
            early,
            late,
            ear));

    assertThat(told()).containsAnyOf(entry("shops", 1), whole("shops"));
    assertThat(early.drops()).isEmpty();
    assertThat(early.invalidations().getFirst().upTo().text()).isEqualTo(before.text());
  }

  @Test
  @Tag(DEEP)
  void aFailingTargetIsDroppedAndTheOthersAreTold() throws SQLException {
    run("create table shop (id bigint primary key)");
    Ear failing = new Ear();
    readWith(
        ReadLog.start(
            ReadLog.settings(server, server.port()),
            logged(),
            cache("shops", by("shop", "{id}")),
            failing,
            ear));
    told();
    failing.failNext(new IllegalStateException("full"));
    run("insert into shop values (1)");

    assertThat(told()).containsExactly(entry("shops", 1));
    assertThat(failing.drops()).hasSize(1);
    assertThat(reader().progress().alarms()).isEqualTo(1);
  }

  @Test
  void aPurgedLogDropsAllWithAnAlarm() throws SQLException {
    run("create table shop (id bigint primary key)");
    Position before = ReadLog.position(logged().primary(), positions());
    run("insert into shop values (1)");
    server.administer("flush binary logs");
    run("insert into shop values (2)");
    await()
        .atMost(SOON)
        .until(() -> {
          List<String> files = server.ask("show binary logs", "Log_name");
          server.administer("purge binary logs to '%s'".formatted(files.getLast()));
          return files.size() == 1;
        });
    Ear old = new Ear(Optional.of(before));
    readWith(
        ReadLog.start(
            ReadLog.settings(server, server.port()),
            logged(),
            cache("shops", by("shop", "{id}")),
            old,
            ear));
    await().atMost(SOON).until(() -> !old.drops().isEmpty());
    run("insert into shop values (3)");

    assertThat(told()).containsExactly(entry("shops", 3));
    assertThat(old.drops()).hasSize(1);
    assertThat(ear.drops()).hasSize(1);
    assertThat(reader().progress().alarms()).isEqualTo(1);
  }

  @Test
  @Tag(DEEP)
  void aServerThatWasKilledIsReadOn() throws SQLException {
    run("create table shop (id bigint primary key)");
    read(cache("shops", by("shop", "{id}")));
    run("insert into shop values (1)");
    server.kill();
    server = again(server.config());
    connection = server.connect(database);
    run("insert into shop values (2)");

    assertThat(told()).containsExactly(entry("shops", 1), entry("shops", 2));
    assertThat(reader().progress().alarms()).isZero();
  }

  @Test
  @Tag(DEEP)
  void oneRightIsEnoughForTheLog() throws SQLException {
    run("create table shop (id bigint primary key)");
    server.administer("create user only_log identified by 'a-word'");
    LogSettings settings =
        LogSettings.of(
            ReadLog.settings(server, server.port()).addresses(),
            LinkSettings.of("only_log", "a-word"));
    readWith(ReadLog.start(settings, logged(), cache("shops", by("shop", "{id}")), ear));
    await().atMost(SOON).until(() -> reader().progress().cuts() > 0);
    assertThat(reader().progress().transactions()).isZero();
    server.administer("grant replication slave on *.* to only_log");
    run("insert into shop values (1)");

    told();
    run("insert into shop values (2)");
    assertThat(told()).containsExactly(entry("shops", 2));
  }

  @Test
  @Tag(DEEP)
  void twoReadersWithOneServerIdAreNoticed() throws SQLException {
    run("create table shop (id bigint primary key)");
    CachePolicy shops = cache("shops", by("shop", "{id}"));
    LogSettings settings = ReadLog.settings(server, server.port()).withServerId(4_242);
    readWith(ReadLog.start(settings, logged(), shops, ear));
    try (LogReader other = ReadLog.start(settings, logged(), shops, new Ear())) {
      await()
          .atMost(SOON)
          .until(() -> reader().progress().alarms() + other.progress().alarms() > 0);
    }
    run("insert into shop values (1)");
    assertThat(told()).contains(entry("shops", 1));
  }

  @Test
  @Tag(DEEP)
  void theBoundIsCoveredWhileTheLogComesAndNotLongAfter() throws Exception {
    run("create table shop (id bigint primary key)");
    try (CuttingRelay relay = CuttingRelay.toPort(server.port())) {
      readWith(
          ReadLog.start(
              ReadLog.settings(server, relay.port()).withBound(Duration.ofMillis(800)),
              logged(),
              cache("shops", by("shop", "{id}")),
              ear));
      await().atMost(SOON).until(this::isCovered);
      assertThat(reader().progress().behind()).isPresent();

      relay.swallow();
      run("insert into shop values (1)");
      await().atMost(SOON).until(() -> !isCovered());
      relay.heal();
      await().atMost(SOON).until(this::isCovered);
      assertThat(ear.heard()).containsExactly(entry("shops", 1));
    }
  }

  private boolean isCovered() {
    return reader()
        .progress()
        .told()
        .filter(told -> reader().bound().isCoveredBy(told))
        .isPresent();
  }

  @Test
  @Tag(DEEP)
  void aCommitIsToldAtOnce() throws SQLException {
    run("create table shop (id bigint primary key)");
    read(cache("shops", by("shop", "{id}")));
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < LATENCIES; i++) {
      Stale expected = entry("shops", i);
      run("insert into shop values (%d)".formatted(i));
      long committed = System.nanoTime();
      List<Stale> heard = ear.takeHeard();
      while (heard.isEmpty() && System.nanoTime() - committed < SOON.toNanos()) {
        Thread.onSpinWait();
        heard = ear.takeHeard();
      }
      nanos.add(System.nanoTime() - committed);
      assertThat(heard).containsExactly(expected);
    }
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%s: commit to told, of %d: p50 %d us, p99 %d us, max %d us%n",
        server.origin(),
        sorted.length,
        sorted[sorted.length / 2] / 1_000,
        sorted[sorted.length * 99 / 100] / 1_000,
        Arrays.stream(sorted).max().orElseThrow() / 1_000);
  }
}
