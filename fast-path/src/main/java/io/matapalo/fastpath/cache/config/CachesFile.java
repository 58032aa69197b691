package io.matapalo.fastpath.cache.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.Scope;
import io.matapalo.fastpath.cache.StaleBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code caches.yaml}; docs/caches.md has its keys. A complaint names the key and the value;
 * passwords come from the environment alone. Confined to one reading.
 */
public final class CachesFile {

  private static final String NAME = "[a-z0-9-]{1,40}";
  private static final String LOG_PASSWORD = "MATAPALO_LOG_PASSWORD";
  private static final Pattern DUPLICATE = Pattern.compile("Duplicate.*'([^']*)'.*");
  private static final Pattern HOST_AND_PORT = Pattern.compile("([^:]+):([0-9]{1,9})");
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration NEGATIVE_LIFE = Duration.ofSeconds(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int SIZE = 10_000;
  private static final int MOST_SIZE = 10_000_000;
  private static final double EARLY_REFRESH = 0.1;
  private static final double MOST_EARLY = 0.5;
  private static final int DATABASE_PORT = 3306;
  private static final int MOST_PORT = 65_535;
  private static final long MOST_SERVER_ID = 4_294_967_295L;

  private final Section root;
  private final Map<String, String> environment;

  private CachesFile(Section root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
  }

  /**
   * The settings in {@code file}, with the passwords of {@code environment}.
   *
   * @throws IllegalArgumentException naming the key and the value that are wrong
   * @throws IOException when the file cannot be read
   */
  public static CachesConfig read(Path file, Map<String, String> environment) throws IOException {
    YAMLMapper mapper =
        YAMLMapper.builder(
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .build();
    try {
      JsonNode tree = mapper.readTree(Files.readString(file));
      return new CachesFile(new Section("", tree), environment).read();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(complaint(file, e));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Without the parser's message, because it quotes the file, in which a password may stand. */
  private static String complaint(Path file, JsonProcessingException e) {
    int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    Matcher duplicate = DUPLICATE.matcher(String.valueOf(e.getOriginalMessage()));
    return duplicate.matches()
        ? file + ": key " + duplicate.group(1) + " is given twice, see line " + line
        : file + " is not YAML, see line " + line;
  }

  private CachesConfig read() {
    CachesConfig config =
        new CachesConfig(
            root.duration("bound", Duration.ofMillis(100), HOUR, BOUND),
            name("namespace", root.text("namespace").orElse("matapalo")),
            root.duration("refresh-timeout", Duration.ofMillis(10), HOUR, REFRESH_TIMEOUT),
            redis(root.section("redis")),
            log(root.section("log")),
            caches(root.section("caches")));
    root.refuseOtherKeys();
    for (CachePolicy cache : config.caches()) {
      refuseScopeWithoutRedis(cache, config);
    }
    return config;
  }

  private Map<Scope, CachesConfig.Redis> redis(Section section) {
    Map<Scope, CachesConfig.Redis> redis = new EnumMap<>(Scope.class);
    for (Scope scope : List.of(Scope.SERVER, Scope.GLOBAL)) {
      if (section.has(label(scope))) {
        redis.put(scope, redis(section.section(label(scope)), scope));
      }
    }
    section.refuseOtherKeys();
    return redis;
  }

  private CachesConfig.Redis redis(Section section, Scope scope) {
    String variable = "MATAPALO_CACHE_" + scope.name() + "_PASSWORD";
    CachesConfig.Redis redis = new RedisSection(section, password(variable), variable).read();
    section.refuseOtherKeys();
    return redis;
  }

  private LogSource log(Section section) {
    section.refusePassword(LOG_PASSWORD);
    List<String> hosts = section.texts("host");
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException(
          "log.host is missing, it must be the database server's name or a list of such names;"
              + " without its log no cache keeps anything");
    }
    int port = (int) section.number("port", 1, MOST_PORT, DATABASE_PORT);
    LogSource log =
        new LogSource(
            hosts.stream().map(host -> address(section, host, port)).toList(),
            section.text("user", "a user that may read the log"),
            password(LOG_PASSWORD).orElse(""),
            section.number("server-id", 0, MOST_SERVER_ID, 0));
    section.refuseOtherKeys();
    return log;
  }

  /** A host may have a port of its own; a text with more colons is an address of IPv6. */
  private static LogSource.Address address(Section section, String text, int port) {
    Matcher own = HOST_AND_PORT.matcher(text);
    if (!own.matches()) {
      return new LogSource.Address(text, port);
    }
    int number = Integer.parseInt(own.group(2));
    if (number < 1 || number > MOST_PORT) {
      throw section.wrong("host", "must have a port 1.." + MOST_PORT + " or none", text);
    }
    return new LogSource.Address(own.group(1), number);
  }

  private List<CachePolicy> caches(Section section) {
    List<CachePolicy> caches = new ArrayList<>();
    section
        .children()
        .forEach((name, cache) -> {
          name("the name of a cache", name);
          caches.add(cache(name, cache));
          cache.refuseOtherKeys();
        });
    if (caches.isEmpty()) {
      throw new IllegalArgumentException("caches is missing, it must name one cache at least");
    }
    return caches;
  }

  private static CachePolicy cache(String name, Section section) {
    Duration life = section.duration("life", Duration.ofSeconds(1), HOUR.multipliedBy(24), LIFE);
    Duration negativeLife = section.duration("negative-life", Duration.ZERO, HOUR, NEGATIVE_LIFE);
    return new CachePolicy(
        name,
        scope(section),
        (int) section.number("size", 1, MOST_SIZE, SIZE),
        life,
        negativeLife,
        section.share("early-refresh", MOST_EARLY, EARLY_REFRESH),
        staleBy(section));
  }

  private static Scope scope(Section section) {
    String text = section.text("scope", "process, server or global");
    for (Scope scope : Scope.values()) {
      if (label(scope).equals(text)) {
        return scope;
      }
    }
    throw section.wrong("scope", "must be process, server or global", text);
  }

  private static List<StaleBy> staleBy(Section section) {
    List<StaleBy> tables = new ArrayList<>();
    for (Section entry : section.sections("stale-by")) {
      String table = entry.text("table", "the name of a table");
      Optional<String> key = entry.text("key");
      entry.refuseOtherKeys();
      try {
        tables.add(new StaleBy(table, key));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(entry.path("") + e.getMessage(), e);
      }
    }
    if (tables.isEmpty()) {
      throw new IllegalArgumentException(
          section.path("stale-by")
              + " is missing, it must list the tables whose changes make an entry stale");
    }
    return tables;
  }

  private static void refuseScopeWithoutRedis(CachePolicy cache, CachesConfig config) {
    String scope = label(cache.scope());
    if (cache.scope() != Scope.PROCESS && !config.redis().containsKey(cache.scope())) {
      throw new IllegalArgumentException(
          "caches.%s.scope is %s, but redis.%s is missing; give its url, or take scope process"
              .formatted(cache.name(), scope, scope));
    }
  }

  private Optional<String> password(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isEmpty());
  }

  private static String name(String key, String text) {
    if (!text.matches(NAME)) {
      throw new IllegalArgumentException(key + " must be " + NAME + ", was " + text);
    }
    return text;
  }

  private static String label(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
