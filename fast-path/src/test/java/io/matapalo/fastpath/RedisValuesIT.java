package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.cache.redis.RedisAddress;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in Redis, a purchase is right, and the key heals. */
final class RedisValuesIT extends StartedTurnstile {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String EVENT = "EV-0050";
  private static final String KEY = "turnstile:event:" + EVENT;
  private static final String PASSWORD = "curtain-up";

  private RedisConsole redis;
  private int purchases;

  @BeforeEach
  void warm() {
    redis = new RedisConsole(stack.redis.port());
    await()
        .atMost(SOON)
        .until(() -> {
          sells(EVENT);
          return redis.ask("TYPE", KEY).equals("string");
        });
  }

  @AfterEach
  void close() {
    redis.ask("DEL", KEY);
    redis.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1:null",
        "1:[]",
        "1:{}",
        "1:",
        "",
        "null",
        "2:{}",
        "PERCENT by number",
        "other code"
      })
  void anOddValueIsReadAsNothingAndReplaced(String odd) {
    String right = redis.ask("GET", KEY);
    String put =
        switch (odd) {
          case "PERCENT by number" -> right.replace("\"PERCENT\"", "0");
          case "other code" -> right.replace(EVENT, "EV-0051");
          default -> odd;
        };
    assertThat(put).isNotEqualTo(right);
    redis.ask("SET", KEY, put);

    sells(EVENT);

    await().atMost(SOON).until(() -> redis.ask("GET", KEY).equals(right));
  }

  /** It switched the cache off for all events, for a second each time. */
  @Test
  void aKeyOfAnotherTypeIsReplacedAndRestsNothing() {
    long trouble = counted(EventCounter.CACHE_TROUBLE);
    redis.ask("DEL", KEY);
    redis.ask("RPUSH", KEY, "a");

    sells(EVENT);

    await().atMost(SOON).until(() -> redis.ask("TYPE", KEY).equals("string"));
    assertThat(counted(EventCounter.CACHE_TROUBLE)).isEqualTo(trouble);
  }

  @Test
  void aWriteThatFailsDoesNotStopReads() {
    long trouble = counted(EventCounter.CACHE_TROUBLE);
    redis.ask("CONFIG", "SET", "maxmemory", "1");
    try {
      await()
          .atMost(SOON)
          .until(() -> {
            sells("EV-0052");
            return counted(EventCounter.CACHE_TROUBLE) > trouble;
          });
      long hits = counted(EventCounter.CACHE_HIT);
      sells(EVENT);
      assertThat(counted(EventCounter.CACHE_HIT)).isEqualTo(hits + 1);
    } finally {
      redis.ask("CONFIG", "SET", "maxmemory", "0");
    }
  }

  /** Of the event's venue; the tax service knows no such region. */
  @Test
  void aChangedTaxRegionIsTakenOnceTheLifeOfTheEventIsOver() throws SQLException {
    String event = "EV-0053";
    String venue = stack.rows("SELECT venue_id FROM event WHERE code = ?", event).getFirst();
    String region = stack.rows("SELECT tax_region FROM venue WHERE id = ?", venue).getFirst();
    FastPathConfig.Cache usual = stack.config().cache();
    FastPathConfig.Cache brief =
        new FastPathConfig.Cache(
            usual.redis(), usual.redisTimeout(), usual.redisRest(), Duration.ofMillis(50));
    try (FastPathServer server = FastPathServer.start(with(brief))) {
      SoapClient other = new SoapClient(server.url());
      assertThat(buy(other, event).status()).isEqualTo(200);
      stack.update("UPDATE venue SET tax_region = 'NOWHERE' WHERE id = ?", venue);
      await().atMost(SOON).until(() -> buy(other, event).text("code").equals("VENDOR_UNAVAILABLE"));
      stack.update("UPDATE venue SET tax_region = ? WHERE id = ?", region, venue);
      await().atMost(SOON).until(() -> buy(other, event).status() == 200);
    } finally {
      stack.update("UPDATE venue SET tax_region = ? WHERE id = ?", region, venue);
    }
  }

  @Test
  void logsInWithAPassword() {
    redis.ask("CONFIG", "SET", "requirepass", PASSWORD);
    redis.ask("AUTH", PASSWORD);
    RedisAddress address =
        RedisAddress.parse(stack.redis.url()).withPassword(Optional.of(PASSWORD));
    try (FastPathServer server = FastPathServer.start(with(FastPathConfig.Cache.at(address)))) {
      SoapClient other = new SoapClient(server.url());
      await()
          .atMost(SOON)
          .until(() -> {
            assertThat(buy(other, EVENT).status()).isEqualTo(200);
            return server.counters().valueOf(EventCounter.CACHE_HIT) > 0;
          });
    } finally {
      redis.ask("CONFIG", "SET", "requirepass", "");
    }
  }

  private static FastPathConfig with(FastPathConfig.Cache cache) {
    FastPathConfig usual = stack.config();
    return new FastPathConfig(
        usual.listener(),
        usual.database(),
        usual.vendors(),
        usual.notification(),
        cache,
        usual.timing(),
        FastPathConfig.Usage.NONE);
  }

  private void sells(String event) {
    SoapClient.Answer answer = buy(client, event);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("eventCode")).isEqualTo(event);
  }

  private SoapClient.Answer buy(SoapClient from, String event) {
    purchases++;
    return from.purchase("it-redis-%s-%d".formatted(this.hashCode(), purchases), event, "VIP", "1");
  }

  private static long counted(EventCounter event) {
    return stack.server.counters().valueOf(event);
  }
}
