package io.matapalo.fastpath;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.matapalo.fastpath.cache.redis.RedisAddress;
import io.matapalo.fastpath.session.SessionTimes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code fast-path.yaml}: one flat list of keys. Every message names the key; an unknown key
 * is refused, since it is a misspelt one. Confined to one reading.
 */
final class ConfigFile {

  private static final String JDBC_PASSWORD_VARIABLE = "MATAPALO_JDBC_PASSWORD";
  private static final String REDIS_PASSWORD_VARIABLE = "MATAPALO_REDIS_PASSWORD";
  private static final Pattern DURATION = Pattern.compile("([0-9]+)\\s*(ms|s|m|min|h)");

  private final JsonNode root;
  private final Map<String, String> environment;
  private final Set<String> known = new HashSet<>();

  private ConfigFile(JsonNode root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
  }

  /**
   * The settings in {@code file}; passwords may come from {@code environment}.
   *
   * @throws IllegalArgumentException naming the key and value that are wrong
   * @throws IOException when the file cannot be read
   */
  static FastPathConfig read(Path file, Map<String, String> environment) throws IOException {
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      // Its message quotes the file, which may hold a password.
      throw new IllegalArgumentException(
          file + " is not YAML, see line " + e.getLocation().getLineNr());
    }
    if (root == null || !root.isObject()) {
      throw new IllegalArgumentException(file + " must be a list of keys and values");
    }
    ConfigFile config = new ConfigFile(root, environment);
    FastPathConfig settings =
        new FastPathConfig(
            config.listener(),
            config.database(),
            config.vendors(),
            config.notification(),
            config.cache(),
            config.timing(),
            config.usage());
    config.refuseUnknownKeys();
    return settings;
  }

  private FastPathConfig.Listener listener() {
    FastPathConfig.Listener standard = FastPathConfig.Listener.DEFAULT;
    return new FastPathConfig.Listener(
        text("listen-host").orElse(standard.host()),
        number("listen-port", standard.port()),
        number("max-concurrent", standard.maxConcurrent()),
        number("max-body-bytes", standard.maxBodyBytes()),
        duration("shutdown-grace", standard.shutdownGrace()));
  }

  private FastPathConfig.Database database() {
    return new FastPathConfig.Database(
        mandatory("jdbc-url"),
        mandatory("jdbc-user"),
        password("jdbc-password", JDBC_PASSWORD_VARIABLE).orElse(""),
        number("pool-size", FastPathConfig.Database.DEFAULT_POOL_SIZE),
        duration("borrow-timeout", FastPathConfig.Database.DEFAULT_BORROW_TIMEOUT));
  }

  private FastPathConfig.Vendors vendors() {
    return new FastPathConfig.Vendors(
        uri("payment-url"),
        duration("payment-timeout", FastPathConfig.Vendors.DEFAULT_PAYMENT_TIMEOUT),
        uri("tax-url"),
        duration("tax-timeout", FastPathConfig.Vendors.DEFAULT_TAX_TIMEOUT),
        duration("vendor-rest", FastPathConfig.Vendors.DEFAULT_REST));
  }

  private FastPathConfig.Notification notification() {
    FastPathConfig.Notification standard = FastPathConfig.Notification.NONE;
    return new FastPathConfig.Notification(
        text("notification-url")
            .filter(value -> !value.isBlank())
            .map(value -> uri("notification-url", value)),
        duration("notification-timeout", standard.timeout()),
        number("notification-workers", standard.workers()),
        number("notification-queue", standard.queue()));
  }

  private FastPathConfig.Cache cache() {
    RedisAddress redis =
        RedisAddress.parse(mandatory("redis-url"))
            .withPassword(password("redis-password", REDIS_PASSWORD_VARIABLE));
    FastPathConfig.Cache standard = FastPathConfig.Cache.at(redis);
    return new FastPathConfig.Cache(
        redis,
        duration("redis-timeout", standard.redisTimeout()),
        duration("redis-rest", standard.redisRest()),
        duration("event-life", standard.eventLife()));
  }

  private FastPathConfig.Timing timing() {
    FastPathConfig.Timing standard = FastPathConfig.Timing.DEFAULT;
    return new FastPathConfig.Timing(
        duration("request-deadline", standard.requestDeadline()),
        duration("lock-wait", standard.lockWait()),
        background(),
        duration("rates-refresh-before", standard.ratesRefreshBefore()),
        sessions(standard.sessions()));
  }

  private FastPathConfig.Background background() {
    FastPathConfig.Background standard = FastPathConfig.Background.DEFAULT;
    return new FastPathConfig.Background(
        duration("sweep-every", standard.sweepEvery()),
        duration("sweep-age", standard.sweepAge()),
        duration("expire-every", standard.expireEvery()));
  }

  private SessionTimes sessions(SessionTimes standard) {
    return new SessionTimes(
        duration("session-life", standard.life()),
        duration("session-lag", standard.lag()),
        duration("session-flush-every", standard.flushEvery()),
        duration("session-keep-expired", standard.keepExpired()));
  }

  private FastPathConfig.Usage usage() {
    return new FastPathConfig.Usage(
        text("usage-journal").filter(value -> !value.isBlank()).map(Path::of),
        duration("usage-add-up-every", FastPathConfig.Usage.NONE.addUpEvery()));
  }

  private void refuseUnknownKeys() {
    root.fieldNames()
        .forEachRemaining(key -> {
          if (!known.contains(key)) {
            throw new IllegalArgumentException("unknown key " + key);
          }
        });
  }

  private Optional<String> text(String key) {
    known.add(key);
    JsonNode value = root.path(key);
    if (value.isContainerNode()) {
      throw new IllegalArgumentException(key + " must be one value");
    }
    boolean absent = value.isMissingNode() || value.isNull();
    return absent ? Optional.empty() : Optional.of(value.asText());
  }

  private Optional<String> password(String key, String variable) {
    return text(key).or(() -> Optional.ofNullable(environment.get(variable)));
  }

  private String mandatory(String key) {
    return text(key)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new IllegalArgumentException(key + " must be given"));
  }

  private int number(String key, int standard) {
    Optional<String> text = text(key);
    try {
      return text.map(Integer::parseInt).orElse(standard);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          key + " must be a whole number, was " + text.orElse(""), e);
    }
  }

  private URI uri(String key) {
    return uri(key, mandatory(key));
  }

  private static URI uri(String key, String value) {
    try {
      return URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + " must be http://host:port, was " + value, e);
    }
  }

  private Duration duration(String key, Duration standard) {
    return text(key).map(value -> duration(key, value)).orElse(standard);
  }

  private static Duration duration(String key, String value) {
    Matcher matcher = DURATION.matcher(value.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          key + " must be a time such as 250ms, 3s or 5m, was " + value);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
