package io.matapalo.perf.launcher.servers;

import io.matapalo.perf.launcher.stack.Placeholders;
import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.perf.launcher.stack.StackException;
import io.matapalo.perf.launcher.stack.StackFile;
import io.matapalo.perf.launcher.stack.StackServers;
import io.matapalo.testkit.server.Memcached;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * MariaDB, Redis and memcached by the testkit. Placeholders of the first: {@code mariadb.port},
 * {@code mariadb.url} (jdbc:…), {@code mariadb.rest} (the URL behind jdbc:), {@code
 * mariadb.addresses} (host:port, with commas), {@code mariadb.user}, {@code mariadb.password},
 * {@code mariadb.origin}; of the second: {@code redis.port}, {@code redis.url}, {@code
 * redis.origin}; of the third: {@code memcached.address} (host:port; empty where there is none) and
 * {@code memcached.origin}.
 *
 * <p>Of several database servers, port and URL are the first one's, which takes schema and data;
 * {@code mariadb.rest} names them all and the topology, for a router.
 *
 * <p>With a round trip above zero, a relay in this process stands between each database and all
 * that use it: port and URL are the relay's. {@code mariadb.direct-port} is the server's own,
 * {@code mariadb.network} says in words, for every report, which it is. Thread-safe.
 */
public final class TestkitServers implements StackServers {
  private final ServerSource source;
  private final Progress progress;
  private final DatabaseNetwork network;
  private final DatabaseTopology topology;

  public TestkitServers(ServerSource source, Progress progress) {
    this(source, progress, DatabaseNetwork.LOOPBACK, DatabaseTopology.SINGLE);
  }

  public TestkitServers(
      ServerSource source, Progress progress, DatabaseNetwork network, DatabaseTopology topology) {
    this.source = source;
    this.progress = progress;
    this.network = network;
    this.topology = topology;
  }

  @Override
  public AutoCloseable start(
      String name, StackFile.ServerSpec spec, Path folder, Placeholders values) {
    ServerCache cache =
        ServerCache.standard().withProgress(line -> progress.say(name + ": " + line));
    return switch (name) {
      case "mariadb" -> mariaDb(spec, ServerConfig.inFolder(folder).withCache(cache), values);
      case "redis" -> redis(ServerConfig.inFolder(folder).withCache(cache), values);
      case "memcached" -> memcached(ServerConfig.inFolder(folder).withCache(cache), values);
      default ->
          throw new StackException("servers may be mariadb, redis and memcached, was " + name);
    };
  }

  private AutoCloseable mariaDb(
      StackFile.ServerSpec spec, ServerConfig config, Placeholders values) {
    String database = spec.database();
    if (database == null) {
      throw new StackException("server mariadb needs a database");
    }
    StackDatabase servers = StackDatabase.start(topology, config.withSource(source), database);
    if (network.isDelayed()) {
      servers.behind(network);
      progress.say(network.label());
    }
    values.put("mariadb.network", network.label());
    servers.describe(database, topology, values);
    return servers;
  }

  private Redis redis(ServerConfig config, Placeholders values) {
    Redis server = Redis.start(config.withSource(source));
    values.put("redis.port", Integer.toString(server.port()));
    values.put("redis.url", server.url());
    values.put("redis.origin", server.origin());
    return server;
  }

  /**
   * A source that was named must have it. Otherwise a stack runs without: the jars of Maven Central
   * have none, and it is only a cache.
   */
  private AutoCloseable memcached(ServerConfig config, Placeholders values) {
    ServerConfig sourced = config.withSource(source);
    Optional<Memcached> server =
        switch (source) {
          case PATH, DEBIAN, DEBIAN13 -> Optional.of(Memcached.start(sourced));
          case MAVEN, AUTO -> Memcached.startIfOffered(sourced);
        };
    values.put("memcached.address", server.map(Memcached::address).orElse(""));
    values.put("memcached.origin", server.map(Memcached::origin).orElse("none"));
    if (server.isEmpty()) {
      progress.say("memcached: not to be had here; the stack runs without it");
      return () -> {};
    }
    return server.get();
  }
}
