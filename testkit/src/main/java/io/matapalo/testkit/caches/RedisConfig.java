package io.matapalo.testkit.caches;

import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.ServerSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start a {@link Redis}. Immutable.
 *
 * @param folder holds its log and its data folder
 * @param source where the program comes from; default {@link ServerSource#AUTO}
 * @param cache where fetched programs lie; default {@link ServerCache#standard()}
 * @param port 0, the default, for any free one
 * @param options more options, as on the command line; default none. Nothing is saved to disk
 *     unless one asks for it
 * @param startDeadline default 20 s
 */
public record RedisConfig(
    Path folder,
    ServerSource source,
    ServerCache cache,
    int port,
    List<String> options,
    Duration startDeadline) {
  public RedisConfig {
    folder = folder.toAbsolutePath().normalize();
    options = List.copyOf(options);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
  }

  public static RedisConfig inFolder(Path folder) {
    return new RedisConfig(
        folder, ServerSource.AUTO, ServerCache.standard(), 0, List.of(), Duration.ofSeconds(20));
  }

  public RedisConfig withSource(ServerSource newSource) {
    return new RedisConfig(folder, newSource, cache, port, options, startDeadline);
  }

  public RedisConfig withCache(ServerCache newCache) {
    return new RedisConfig(folder, source, newCache, port, options, startDeadline);
  }

  public RedisConfig withPort(int newPort) {
    return new RedisConfig(folder, source, cache, newPort, options, startDeadline);
  }

  public RedisConfig withOption(String option) {
    List<String> more = new ArrayList<>(options);
    more.add(option);
    return new RedisConfig(folder, source, cache, port, more, startDeadline);
  }
}
