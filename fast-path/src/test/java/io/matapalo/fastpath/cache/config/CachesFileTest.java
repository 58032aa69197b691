package io.matapalo.fastpath.cache.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.Scope;
import io.matapalo.fastpath.cache.StaleBy;
import io.matapalo.fastpath.cache.redis.RedisServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CachesFileTest {

  /** The shortest file; {@code %s} takes the place of one line of a test. */
  static final String SHORTEST =
      """
      log: {host: db, user: reader}
      caches:
        events:
          scope: process
          stale-by: [{table: event, key: '{id}'}]
      """;

  private static final String SECRET = "hidden-from-all";

  @TempDir Path folder;

  @Test
  void whatIsNotGivenHasItsDefault() throws IOException {
    CachesConfig config = read(SHORTEST);
    assertThat(config.bound()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.namespace()).isEqualTo("matapalo");
    assertThat(config.refreshTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.redis()).isEmpty();
    assertThat(config.log().addresses()).containsExactly(new LogSource.Address("db", 3306));
    assertThat(config.log().serverId()).isZero();
    assertThat(config.caches())
        .containsExactly(
            new CachePolicy(
                "events",
                Scope.PROCESS,
                10_000,
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                0.1,
                List.of(new StaleBy("event", Optional.of("{id}")))));
  }

  @Test
  void readsEveryKey() throws IOException {
    CachesConfig config =
        read(
            """
            bound: 500ms
            namespace: shop-2
            refresh-timeout: 3s
            redis:
              server: {url: 'redis://127.0.0.1:6379', user: app, read-timeout: 80ms, rest: 2s}
              global: {sentinel: ['redis://s1:26379', 'redis://s2:26379'], master: shop}
            log: {host: [db1, 'db2:3307'], port: 3308, user: reader, server-id: 4294967295}
            caches:
              fees: {scope: server, size: 7, life: 2h, negative-life: 0, early-refresh: 0.5,
                     stale-by: [{table: shop.fee}, {table: rule, key: 'f-{fee_id}-{no}'}]}
              taxes: {scope: global, stale-by: [{table: tax, key: '{id}'}]}
            """,
            Map.of("MATAPALO_CACHE_SERVER_PASSWORD", SECRET, "MATAPALO_LOG_PASSWORD", SECRET));
    assertThat(config.bound()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.log().addresses()).hasToString("[db1:3308, db2:3307]");
    assertThat(config.log().password()).isEqualTo(SECRET);
    RedisServers.Single server = (RedisServers.Single) redis(config, Scope.SERVER).servers();
    assertThat(server.address().user()).contains("app");
    assertThat(server.address().password()).contains(SECRET);
    assertThat(redis(config, Scope.SERVER).readTimeout()).isEqualTo(Duration.ofMillis(80));
    RedisServers.Sentinel global = (RedisServers.Sentinel) redis(config, Scope.GLOBAL).servers();
    assertThat(global.primary()).isEqualTo("shop");
    assertThat(global.sentinels()).hasSize(2);
    assertThat(config.caches().getFirst().staleBy())
        .containsExactly(
            new StaleBy("shop.fee", Optional.empty()),
            new StaleBy("rule", Optional.of("f-{fee_id}-{no}")));
    assertThat(config.toString()).doesNotContain(SECRET);
  }

  @Test
  void readsACluster() throws IOException {
    CachesConfig config =
        read(SHORTEST + "redis: {global: {cluster: ['redis://c1:7000', 'redis://c2:7000']}}\n");
    RedisServers.Cluster global = (RedisServers.Cluster) redis(config, Scope.GLOBAL).servers();
    assertThat(global.nodes()).hasSize(2);
  }

  private static CachesConfig.Redis redis(CachesConfig config, Scope scope) {
    return Optional.ofNullable(config.redis().get(scope)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          bound: 1 parsec # bound must be a time 100ms..1h such as 250ms, 3s or 5m, was "1 parsec"
          bound: 3 # bound must be a time 100ms..1h such as 250ms, 3s or 5m, was 3
          bound: 10ms # bound must be a time 100ms..1h such as 250ms, 3s or 5m, was "10ms"
          bounds: 1s # unknown key bounds, allowed are [bound, namespace, refresh-timeout, redis, log, caches]
          namespace: '{a}' # namespace must be [a-z0-9-]{1,40}, was {a}
          namespace: [a] # namespace must be one value, was ["a"]
          redis: here # redis must be a list of keys and values
          redis: {local: {}} # unknown key redis.local, allowed are [server, global]
          redis: {server: {}} # redis.server.url, sentinel or cluster: exactly one of them must be given
          redis: {server: {url: a, cluster: [b]}} # redis.server.url, sentinel or cluster: exactly one of them must be given
          redis: {server: {url: here}} # redis.server.url must be redis://host:port or rediss://host:port, was here
          redis: {server: {url: ['redis://a:1', 'redis://b:1']}} # redis.server.url must be one address; several are a cluster, was 2
          redis: {global: {url: 'redis://:secret@a:1'}} # redis.global.url must not name user or password; use the key user and the environment variable MATAPALO_CACHE_GLOBAL_PASSWORD
          redis: {global: {url: 'redis://a:1', password: secret}} # redis.global.password must not stand in the file; set the environment variable MATAPALO_CACHE_GLOBAL_PASSWORD
          redis: {global: {sentinel: ['redis://a:1']}} # redis.global.master must be given with sentinel and only there: the name that sentinels know
          redis: {global: {url: 'redis://a:1', master: m}} # redis.global.master must be given with sentinel and only there: the name that sentinels know
          redis: {global: {url: 'redis://a:1', rest: 0s}} # redis.global.rest must be a time 1ms..1m such as 250ms, 3s or 5m, was "0s"
          redis: {global: {url: 'redis://a:1', tls: on}} # unknown key redis.global.tls, allowed are [url, sentinel, cluster, master, user, read-timeout, rest]
          """)
  void aWrongLineIsNamed(String line, String complaint) {
    assertWrong(SHORTEST + line + "\n", complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          {} # log.host is missing, it must be the database server's name or a list of such names; without its log no cache keeps anything
          {host: db} # log.user is missing, it must be a user that may read the log
          {host: db, user: u, password: secret} # log.password must not stand in the file; set the environment variable MATAPALO_LOG_PASSWORD
          {host: db, user: u, port: 70000} # log.port must be a whole number 1..65535, was 70000
          {host: 'db:0', user: u} # log.host must have a port 1..65535 or none, was db:0
          {host: [[db]], user: u} # log.host must be a list of texts, was ["db"]
          {host: db, user: u, server-id: -1} # log.server-id must be a whole number 0..4294967295, was -1
          {host: db, user: u, slave: 1} # unknown key log.slave, allowed are [host, port, user, server-id]
          """)
  void aWrongLogIsNamed(String log, String complaint) {
    assertWrong(SHORTEST.replaceFirst("log: .*", "log: " + log), complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          size: 5 # caches.c.scope is missing, it must be process, server or global
          scope: host # caches.c.scope must be process, server or global, was host
          scope: server # caches.c.scope is server, but redis.server is missing; give its url, or take scope process
          scope: global # caches.c.scope is global, but redis.global is missing; give its url, or take scope process
          size: many # caches.c.size must be a whole number 1..10000000, was "many"
          size: 0 # caches.c.size must be a whole number 1..10000000, was 0
          life: 10 # caches.c.life must be a time 1s..24h such as 250ms, 3s or 5m, was 10
          negative-life: -1s # caches.c.negative-life must be a time 0s..1h such as 250ms, 3s or 5m, was "-1s"
          early-refresh: 0.7 # caches.c.early-refresh must be a number 0..0.5, was 0.7
          sise: 5 # unknown key caches.c.sise, allowed are [life, negative-life, scope, size, early-refresh, stale-by]
          stale-by: event # caches.c.stale-by must be a list, was "event"
          stale-by: [] # caches.c.stale-by is missing, it must list the tables whose changes make an entry stale
          stale-by: [{key: '{id}'}] # caches.c.stale-by[0].table is missing, it must be the name of a table
          stale-by: [{table: a b}] # caches.c.stale-by[0].table must be the name of a table, such as event or shop.event, was a b
          stale-by: [{table: t, key: id}] # caches.c.stale-by[0].key must have columns of the row in braces, such as {id}, was id; without key any change of the table drops the whole cache
          stale-by: [{table: t, key: '{id'}] # caches.c.stale-by[0].key must have columns of the row in braces, such as {id}, was {id; without key any change of the table drops the whole cache
          stale-by: [{table: t, key: '{a b}'}] # caches.c.stale-by[0].key must have columns of the row in braces, such as {id}, was {a b}; without key any change of the table drops the whole cache
          stale-by: [{table: t, column: id}] # unknown key caches.c.stale-by[0].column, allowed are [table, key]
          """)
  void aWrongCacheIsNamed(String line, String complaint) {
    StringBuilder cache = new StringBuilder("  c:\n    " + line + "\n");
    if (!line.startsWith("scope") && !complaint.contains("c.scope")) {
      cache.append("    scope: process\n");
    }
    if (!line.startsWith("stale-by")) {
      cache.append("    stale-by: [{table: t}]\n");
    }
    assertWrong(SHORTEST + cache, complaint);
  }

  @Test
  void aFileThatIsNoListOfKeysIsNamed() {
    assertWrong("- a\n", "caches.yaml must be a list of keys and values");
    assertWrong(
        SHORTEST.replaceFirst("(?s)caches:.*", "caches: {}"),
        "caches is missing, it must name one cache at least");
    assertWrong(
        SHORTEST.replace("events", "Events"),
        "the name of a cache must be [a-z0-9-]{1,40}, was Events");
    assertThatThrownBy(() -> read("bound: '" + SECRET + "\n"))
        .hasMessage(folder.resolve("caches.yaml") + " is not YAML, see line 1");
  }

  @Test
  void aKeyThatIsGivenTwiceIsNamed() {
    assertThatThrownBy(() -> read(SHORTEST + "  events: {scope: process}\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder.resolve("caches.yaml") + ": key events is given twice, see line 6");
  }

  private void assertWrong(String text, String complaint) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder.resolve("caches.yaml") + ": " + complaint);
  }

  private CachesConfig read(String text) throws IOException {
    return read(text, Map.of());
  }

  private CachesConfig read(String text, Map<String, String> environment) throws IOException {
    return CachesFile.read(Files.writeString(folder.resolve("caches.yaml"), text), environment);
  }
}
