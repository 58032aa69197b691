package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.cache.redis.RedisAddress;
import io.matapalo.fastpath.session.SessionTimes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFileTest {

  private static final String MANDATORY =
      """
      jdbc-url: jdbc:mysql://127.0.0.1:3306/turnstile
      jdbc-user: app
      redis-url: redis://127.0.0.1:6379
      payment-url: http://127.0.0.1:1/
      tax-url: http://127.0.0.1:2
      """;

  @TempDir Path folder;

  @Test
  void whatIsNotGivenHasItsDefault() throws IOException {
    FastPathConfig config = read(MANDATORY, Map.of("MATAPALO_JDBC_PASSWORD", "hidden"));
    assertThat(config.listener()).isEqualTo(FastPathConfig.Listener.DEFAULT);
    assertThat(config.timing()).isEqualTo(FastPathConfig.Timing.DEFAULT);
    assertThat(config.database().password()).isEqualTo("hidden");
    assertThat(config.toString()).doesNotContain("hidden");
    assertThat(config.vendors().paymentUrl()).hasToString("http://127.0.0.1:1");
    assertThat(config.notification()).isEqualTo(FastPathConfig.Notification.NONE);
    assertThat(config.usage()).isEqualTo(FastPathConfig.Usage.NONE);
    assertThat(read(MANDATORY + "notification-url: ''\n", Map.of()).notification().url()).isEmpty();
  }

  @Test
  void readsTimesAndNumbers() throws IOException {
    FastPathConfig config =
        read(MANDATORY + "event-life: 5m\nredis-timeout: 80ms\nlisten-port: 8081\n", Map.of());
    assertThat(config.cache().eventLife()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.cache().redisTimeout()).isEqualTo(Duration.ofMillis(80));
    assertThat(config.listener().port()).isEqualTo(8081);
    assertThat(
            read(MANDATORY + "usage-journal: /var/a\nusage-add-up-every: 2s\n", Map.of()).usage())
        .isEqualTo(new FastPathConfig.Usage(Optional.of(Path.of("/var/a")), Duration.ofSeconds(2)));
    FastPathConfig told =
        read(
            MANDATORY + "notification-url: http://127.0.0.1:3/\nnotification-queue: 7\n", Map.of());
    assertThat(told.notification())
        .isEqualTo(
            new FastPathConfig.Notification(
                Optional.of(URI.create("http://127.0.0.1:3")), Duration.ofSeconds(2), 4, 7));
  }

  @Test
  void readsTheTimesOfSessions() throws IOException {
    FastPathConfig config =
        read(
            MANDATORY
                + "session-life: 10m\nsession-lag: 30s\nsession-flush-every: 5s\n"
                + "session-keep-expired: 2h\n",
            Map.of());
    assertThat(config.timing().sessions())
        .isEqualTo(
            new SessionTimes(
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofHours(2)));
    assertWrong(
        "session-lag: 20m", "session-lag must be at most half of session-life PT30M, was PT20M");
  }

  @Test
  void redisPasswordComesFromTheFileElseTheEnvironmentElseTheUrl() throws IOException {
    String inUrl = MANDATORY.replace("redis://", "redis://app:in-url@");
    Map<String, String> environment = Map.of("MATAPALO_REDIS_PASSWORD", "in-environment");

    assertThat(redis(MANDATORY, Map.of()).password()).isEmpty();
    assertThat(redis(inUrl, Map.of()).password()).contains("in-url");
    assertThat(redis(inUrl, environment).password()).contains("in-environment");
    assertThat(redis(inUrl + "redis-password: in-file\n", environment).password())
        .contains("in-file");
    assertThat(redis(inUrl, Map.of()).user()).contains("app");
    assertThat(read(inUrl + "redis-password: in-file\n", Map.of()).toString())
        .contains("redis://127.0.0.1:6379")
        .doesNotContain("in-url", "in-file");
  }

  private RedisAddress redis(String text, Map<String, String> environment) throws IOException {
    return read(text, environment).cache().redis();
  }

  @Test
  void namesTheKeyAndTheValue() {
    assertWrong("listen-port: 70000", "listen-port must be 0 to 65535, was 70000");
    assertWrong("listen-port: many", "listen-port must be a whole number, was many");
    assertWrong("event-life: soon", "event-life must be a time such as 250ms, 3s or 5m, was soon");
    assertWrong("sweep-age: 2s", "sweep-age must be longer than request-deadline PT8S, was PT2S");
    assertWrong("notification-workers: 0", "notification-workers must be 1 to 64, was 0");
    assertWrong("notification-url: mail", "notification-url must be http://host:port, was mail");
    assertWrong("pool-szie: 3", "unknown key pool-szie");
    assertThatThrownBy(() -> read("jdbc-user: x", Map.of())).hasMessage("jdbc-url must be given");
    assertThatThrownBy(() -> read("- x", Map.of())).hasMessageContaining("list of keys and values");
  }

  private void assertWrong(String line, String message) {
    assertThatThrownBy(() -> read(MANDATORY + line + "\n", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private FastPathConfig read(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("fast-path.yaml"), text);
    return ConfigFile.read(file, environment);
  }
}
