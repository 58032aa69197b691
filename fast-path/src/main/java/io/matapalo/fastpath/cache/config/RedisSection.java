package io.matapalo.fastpath.cache.config;

import io.matapalo.fastpath.cache.redis.RedisAddress;
import io.matapalo.fastpath.cache.redis.RedisServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One Redis of {@code caches.yaml}. Confined to one reading.
 *
 * @param password of the environment
 * @param variable the environment variable that holds it
 */
record RedisSection(Section section, Optional<String> password, String variable) {

  private static final Duration READ_TIMEOUT = Duration.ofMillis(250);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  CachesConfig.Redis read() {
    section.refusePassword(variable);
    return new CachesConfig.Redis(
        servers(),
        section.duration("read-timeout", SHORTEST, LONGEST, READ_TIMEOUT),
        section.duration("rest", SHORTEST, LONGEST, REST));
  }

  private RedisServers servers() {
    List<String> single = section.texts("url");
    List<String> sentinels = section.texts("sentinel");
    List<String> nodes = section.texts("cluster");
    Optional<String> master = section.text("master");
    RedisServers.Login login = new RedisServers.Login(section.text("user"), password);
    if (kinds(single, sentinels, nodes) != 1) {
      throw new IllegalArgumentException(
          section.path("url") + ", sentinel or cluster: exactly one of them must be given");
    }
    if (master.isPresent() == sentinels.isEmpty()) {
      throw new IllegalArgumentException(
          section.path("master")
              + " must be given with sentinel and only there: the name that sentinels know");
    }
    if (!sentinels.isEmpty()) {
      return new RedisServers.Sentinel(
          addresses("sentinel", sentinels), master.orElseThrow(), login);
    }
    if (!nodes.isEmpty()) {
      return new RedisServers.Cluster(addresses("cluster", nodes), login);
    }
    if (single.size() > 1) {
      throw section.wrong("url", "must be one address; several are a cluster", single.size());
    }
    RedisAddress address = addresses("url", single).getFirst();
    return new RedisServers.Single(new RedisAddress(address.url(), login.user(), login.password()));
  }

  private static int kinds(List<String> single, List<String> sentinels, List<String> nodes) {
    return (int) List.of(single, sentinels, nodes).stream().filter(list -> !list.isEmpty()).count();
  }

  /** The value is not told where it may hold a password. */
  private List<RedisAddress> addresses(String key, List<String> urls) {
    List<RedisAddress> addresses = new ArrayList<>();
    for (String url : urls) {
      if (url.contains("@")) {
        throw new IllegalArgumentException(
            section.path(key)
                + " must not name user or password; use the key user and the environment variable "
                + variable);
      }
      try {
        addresses.add(RedisAddress.parse(url));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            section.path(key) + " must be redis://host:port or rediss://host:port, was " + url, e);
      }
    }
    return addresses;
  }
}
