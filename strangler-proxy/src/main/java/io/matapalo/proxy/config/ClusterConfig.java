package io.matapalo.proxy.config;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.resilience.CircuitBreaker;
import io.matapalo.proxy.resilience.Protection;
import io.matapalo.proxy.rewriting.AddressMap;
import io.matapalo.proxy.rewriting.PublicUrl;
import io.matapalo.proxy.stickiness.AffinitySettings;
import io.matapalo.proxy.tls.ClientTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A set of instances that answer alike, and how much of them may be used.
 *
 * @param published where clients see them; absent if addresses in answers stay as they are, which
 *     is the default
 * @param tls towards the instances that are spoken to by it; absent if there are none
 */
public record ClusterConfig(
    String name,
    List<Instance> instances,
    Patience patience,
    Connections connections,
    AffinitySettings affinity,
    HealthConfig health,
    Optional<Published> published,
    Protection.Settings protection,
    Optional<ClientTls> tls) {

  public ClusterConfig {
    instances = List.copyOf(instances);
    if (instances.isEmpty()) {
      throw new ConfigException(
          "clusters.%s.instances must name at least one instance, was empty".formatted(name));
    }
    if (instances.stream().allMatch(instance -> instance.weight() == 0)) {
      throw new ConfigException(
          "clusters.%s.instances: one weight at least must be above 0, all were 0".formatted(name));
    }
    int least = protection.limit().map(Protection.Adaptation::min).orElse(0);
    if (least > connections.max) {
      throw new ConfigException(
          "clusters.%s.adaptive-limit.min must be at most max-connections %d, was %d"
              .formatted(name, connections.max, least));
    }
    Set<String> names = new LinkedHashSet<>();
    for (Instance instance : instances) {
      if (!names.add(instance.name())) {
        throw new ConfigException(
            "clusters.%s.instances: names must be unique, was twice: %s"
                .formatted(name, instance.name()));
      }
    }
  }

  /**
   * How long a cluster is waited for, and how often it is asked again.
   *
   * @param timeout for requests that are no known operation: longest silence before the answer's
   *     first byte, default 60s
   * @param idleTimeout for the same requests: longest silence within the answer, on either side;
   *     default as long as {@code timeout}
   * @param retryPercent how many requests of a hundred may be sent again after a failure, default
   *     20
   */
  public record Patience(Duration timeout, Duration idleTimeout, int retryPercent) {

    static Patience from(Section section) {
      Duration timeout =
          section.duration(
              "timeout", Duration.ofMillis(10), Duration.ofHours(1), Duration.ofSeconds(60));
      return new Patience(
          timeout,
          section.duration("idle-timeout", Duration.ofMillis(10), Duration.ofHours(1), timeout),
          section.integer("retry-percent", 0, 100, 20));
    }
  }

  /**
   * The use of connections to one cluster.
   *
   * @param max requests at a time over all instances and threads, and connections to each instance
   *     over all threads, idle ones included; default 100
   * @param maxQueue requests that may wait for one of these, default 500; then 503
   * @param queueTimeout how long they may wait, default 2s; then 503
   * @param connectTimeout to open a connection, default 1s
   * @param maxIdle connections kept for reuse, an instance and an I/O thread, default 32
   * @param idleLife how long an idle connection is kept, default 20s; below the keep-alive of the
   *     instances
   */
  public record Connections(
      int max,
      int maxQueue,
      Duration queueTimeout,
      Duration connectTimeout,
      int maxIdle,
      Duration idleLife) {

    /** All defaults. */
    public static Connections defaults() {
      return new Connections(
          100, 500, Duration.ofSeconds(2), Duration.ofSeconds(1), 32, Duration.ofSeconds(20));
    }
  }

  /**
   * Where clients see a cluster.
   *
   * @param aliases hosts by which instances know themselves, with a port or without, besides those
   *     of their {@code url}; default none
   * @param maxWsdlBytes largest WSDL or schema document that is rewritten, default 1 MiB
   */
  public record Published(PublicUrl url, List<String> aliases, int maxWsdlBytes) {

    private static final int STANDARD_BYTES = 1 << 20;

    public Published {
      aliases = List.copyOf(aliases);
    }

    static Optional<Published> from(Section section) {
      Optional<PublicUrl> url = section.optionalText("public-url").map(text -> url(section, text));
      int absent = 0;
      int bytes = section.integer("max-wsdl-bytes", 1 << 10, 16 << 20, absent);
      List<String> aliases = section.texts("aliases");
      if (url.isEmpty() && bytes != absent) {
        throw withoutUrl(section.path("max-wsdl-bytes"), bytes);
      }
      for (String alias : aliases) {
        if (!AddressMap.isHost(alias)) {
          throw new ConfigException(
              "%s must be hosts, each with :port or without, was %s"
                  .formatted(section.path("aliases"), alias));
        }
      }
      if (url.isEmpty() && !aliases.isEmpty()) {
        throw withoutUrl(section.path("aliases"), aliases);
      }
      return url.map(it -> new Published(it, aliases, bytes == absent ? STANDARD_BYTES : bytes));
    }

    private static ConfigException withoutUrl(String key, Object value) {
      return new ConfigException(
          "%s needs public-url, without it nothing is rewritten; was %s".formatted(key, value));
    }

    private static PublicUrl url(Section section, String text) {
      try {
        return PublicUrl.parse(text);
      } catch (IllegalArgumentException e) {
        throw new ConfigException(section.path("public-url") + " " + e.getMessage(), e);
      }
    }
  }

  /** Whether any instance serves the proxy's {@code /} below a path of its own. */
  public boolean hasPaths() {
    for (Instance instance : instances) {
      if (!instance.path().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  ClusterConfig withMaxIdle(int most) {
    Connections fewer =
        new Connections(
            connections.max,
            connections.maxQueue,
            connections.queueTimeout,
            connections.connectTimeout,
            Math.min(most, connections.maxIdle),
            connections.idleLife);
    return new ClusterConfig(
        name, instances, patience, fewer, affinity, health, published, protection, tls);
  }

  static ClusterConfig from(String name, Section section, Path folder) {
    List<Instance> instances =
        section.sections("instances").stream().map(ClusterConfig::instance).toList();
    return new ClusterConfig(
        name,
        instances,
        Patience.from(section),
        connections(section),
        AffinityReader.read(name, section, instances, folder),
        HealthConfig.from(section),
        Published.from(section),
        new Protection.Settings(
            limit(section.section("adaptive-limit")), breaker(section.section("circuit-breaker"))),
        TlsReader.client(section, folder));
  }

  /** Its least value turns the limit on. */
  private static Optional<Protection.Adaptation> limit(Section section) {
    int none = 0;
    int min = section.integer("min", 1, 100_000, none);
    int tolerance = section.integer("tolerance-percent", 10, 100, 50);
    Duration every =
        section.duration(
            "measure-every", Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(60));
    section.refuseOtherKeys();
    return min == none
        ? Optional.empty()
        : Optional.of(new Protection.Adaptation(min, tolerance, every));
  }

  /** The rate of failures turns the breaker on. */
  private static Optional<CircuitBreaker.Settings> breaker(Section section) {
    int none = 0;
    Duration shortest = Duration.ofMillis(50);
    Duration longest = Duration.ofHours(1);
    int percent = section.integer("failure-percent", 1, 100, none);
    int least = section.integer("min-requests", 1, 1_000_000, 20);
    Duration interval = section.duration("interval", shortest, longest, Duration.ofSeconds(10));
    Duration open = section.duration("open", shortest, longest, Duration.ofSeconds(5));
    int trials = section.integer("half-open-requests", 1, 1_000, 3);
    section.refuseOtherKeys();
    return percent == none
        ? Optional.empty()
        : Optional.of(new CircuitBreaker.Settings(percent, least, interval, open, trials));
  }

  private static Connections connections(Section section) {
    Connections standard = Connections.defaults();
    Duration shortest = Duration.ofMillis(1);
    Duration longest = Duration.ofMinutes(10);
    return new Connections(
        section.integer("max-connections", 1, 100_000, standard.max),
        section.integer("max-queue", 0, 100_000, standard.maxQueue),
        section.duration("queue-timeout", shortest, longest, standard.queueTimeout),
        section.duration("connect-timeout", shortest, longest, standard.connectTimeout),
        section.integer("max-idle-connections", 0, 100_000, standard.maxIdle),
        section.duration("idle-connection-life", shortest, longest, standard.idleLife));
  }

  private static Instance instance(Section section) {
    String name = section.text("name");
    InstanceUrl url = InstanceUrl.parse(section.path("url"), section.text("url"));
    int weight = section.integer("weight", 0, 1000, 1);
    section.optionalText("route");
    section.integer("id", 0, 100_000, 0);
    section.refuseOtherKeys();
    return new Instance(name, url.host(), url.port(), weight).below(url.path());
  }
}
