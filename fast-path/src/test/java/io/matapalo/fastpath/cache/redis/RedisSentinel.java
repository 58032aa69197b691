package io.matapalo.fastpath.cache.redis;

import io.matapalo.testkit.server.LocalServer;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A sentinel that decides alone, a second after its primary went silent; for tests. */
final class RedisSentinel extends LocalServer {

  static final String PRIMARY = "shop";

  private static final ServerStart START =
      new ServerStart("Sentinel", "+monitor", Duration.ofSeconds(20), Duration.ofSeconds(20));

  private RedisSentinel(ServerStart.Running running) {
    super(running);
  }

  static RedisSentinel start(ServerConfig config, Redis primary) {
    Path file = config.dataFolder().resolve("sentinel.conf");
    try {
      Files.createDirectories(config.dataFolder());
      Files.writeString(
          file,
          """
          sentinel monitor %1$s 127.0.0.1 %2$d 1
          sentinel down-after-milliseconds %1$s 1000
          sentinel failover-timeout %1$s 3000
          """
              .formatted(PRIMARY, primary.port()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return new RedisSentinel(
        START.run(
            config,
            config.cache().redis(config.source()),
            (chosen, _) ->
                List.of(
                    file.toString(),
                    "--sentinel",
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(chosen.port()),
                    "--dir",
                    config.dataFolder().toString())));
  }
}
