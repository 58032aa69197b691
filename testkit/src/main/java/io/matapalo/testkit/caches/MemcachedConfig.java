package io.matapalo.testkit.caches;

import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.ServerSource;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to start a {@link Memcached}. Immutable.
 *
 * @param folder holds its log
 * @param source where the program comes from; default {@link ServerSource#AUTO}
 * @param cache where fetched programs lie; default {@link ServerCache#standard()}
 * @param port 0, the default, for any free one
 * @param megabytes the most that items may take; the oldest go first; default 64
 * @param startDeadline default 20 s
 */
public record MemcachedConfig(
    Path folder,
    ServerSource source,
    ServerCache cache,
    int port,
    int megabytes,
    Duration startDeadline) {
  public MemcachedConfig {
    folder = folder.toAbsolutePath().normalize();
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    if (megabytes < 8 || megabytes > 65_536) {
      throw new IllegalArgumentException("megabytes must be 8 to 65536, was " + megabytes);
    }
  }

  public static MemcachedConfig inFolder(Path folder) {
    return new MemcachedConfig(
        folder, ServerSource.AUTO, ServerCache.standard(), 0, 64, Duration.ofSeconds(20));
  }

  public MemcachedConfig withSource(ServerSource newSource) {
    return new MemcachedConfig(folder, newSource, cache, port, megabytes, startDeadline);
  }

  public MemcachedConfig withCache(ServerCache newCache) {
    return new MemcachedConfig(folder, source, newCache, port, megabytes, startDeadline);
  }

  public MemcachedConfig withPort(int newPort) {
    return new MemcachedConfig(folder, source, cache, newPort, megabytes, startDeadline);
  }

  public MemcachedConfig withMegabytes(int newMegabytes) {
    return new MemcachedConfig(folder, source, cache, port, newMegabytes, startDeadline);
  }
}
