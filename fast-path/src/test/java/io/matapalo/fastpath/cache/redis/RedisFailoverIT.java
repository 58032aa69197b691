package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.RedisConsole;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.Redis;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A primary dies while processes read and write: behind a sentinel, and in a cluster of six. */
@Tag("deep")
final class RedisFailoverIT {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int SLOTS = 16_384;

  private final List<AutoCloseable> started = new ArrayList<>();

  private <T extends AutoCloseable> T kept(T one) {
    started.add(one);
    return one;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : started.reversed()) {
      each.close();
    }
  }

  @Test
  void answersStayRightWhenASentinelPromotesAReplica() throws Exception {
    Path folder = TestFolders.fresh("redis-sentinel");
    Redis primary = kept(Redis.start(ServerConfig.inFolder(folder.resolve("primary"))));
    Redis replica =
        kept(
            Redis.start(
                ServerConfig.inFolder(folder.resolve("replica"))
                    .withOptions("--replicaof", "127.0.0.1 " + primary.port())));
    untilAnswered(replica.port(), "master_link_status:up", "INFO", "replication");
    RedisSentinel sentinel =
        kept(RedisSentinel.start(ServerConfig.inFolder(folder.resolve("sentinel")), primary));
    untilAnswered(sentinel.port(), "slaves=1", "INFO", "sentinel");
    RedisServers servers =
        new RedisServers.Sentinel(
            List.of(RedisAddress.parse("redis://127.0.0.1:" + sentinel.port())),
            RedisSentinel.PRIMARY,
            RedisServers.Login.NONE);
    run(
        servers,
        1,
        () -> {
          primary.kill();
          untilAnswered(replica.port(), "role:master", "INFO", "replication");
          return null;
        });
  }

  @Test
  void answersStayRightWhenAPrimaryOfAClusterIsKilled() throws Exception {
    Path folder = TestFolders.fresh("redis-cluster");
    List<Redis> nodes = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      nodes.add(
          kept(
              Redis.start(
                  ServerConfig.inFolder(folder.resolve("node-" + number))
                      .withOptions(
                          "--cluster-enabled",
                          "yes",
                          "--cluster-port",
                          String.valueOf(FreePorts.next()),
                          "--cluster-node-timeout",
                          "1000"))));
    }
    form(nodes);
    RedisServers servers =
        new RedisServers.Cluster(
            nodes.stream().map(node -> RedisAddress.parse(node.url())).toList(),
            RedisServers.Login.NONE);
    run(
        servers,
        16,
        () -> {
          untilAnswered(nodes.get(4).port(), "master_link_status:up", "INFO", "replication");
          nodes.get(1).kill();
          untilAnswered(nodes.get(4).port(), "role:master", "INFO", "replication");
          return null;
        });
  }

  /** Three primaries of a third of the slots each, and a replica of each. */
  private static void form(List<Redis> nodes) {
    for (int number = 0; number < nodes.size(); number++) {
      try (RedisConsole console = new RedisConsole(nodes.get(number).port())) {
        if (number < 3) {
          int first = SLOTS * number / 3;
          int last = SLOTS * (number + 1) / 3 - 1;
          console.ask("CLUSTER", "ADDSLOTSRANGE", String.valueOf(first), String.valueOf(last));
        }
        console.ask("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(number + 1));
        List<String> options = nodes.getFirst().config().options();
        console.ask(
            "CLUSTER",
            "MEET",
            "127.0.0.1",
            String.valueOf(nodes.getFirst().port()),
            options.get(options.indexOf("--cluster-port") + 1));
      }
    }
    for (Redis node : nodes) {
      untilAnswered(node.port(), "cluster_known_nodes:6", "CLUSTER", "INFO");
    }
    for (int number = 3; number < nodes.size(); number++) {
      String primary;
      try (RedisConsole console = new RedisConsole(nodes.get(number - 3).port())) {
        primary = console.ask("CLUSTER", "MYID");
      }
      try (RedisConsole console = new RedisConsole(nodes.get(number).port())) {
        await()
            .atMost(LONG)
            .ignoreExceptions()
            .until(() -> console.ask("CLUSTER", "REPLICATE", primary).equals("OK"));
      }
    }
    for (Redis node : nodes) {
      untilAnswered(node.port(), "cluster_state:ok", "CLUSTER", "INFO");
    }
  }

  private void run(RedisServers servers, int partitions, Callable<Void> failover) throws Exception {
    RedisCaches.Settings settings =
        new RedisCaches.Settings(
            "test",
            partitions,
            Duration.ofMillis(500),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(30));
    try (MixedLoad load = new MixedLoad(17)) {
      RedisCaches.Database known =
          new RedisCaches.Database(Numbers.POSITIONS, load.rows(), load.rows());
      CacheProcess first = kept(CacheProcess.of(servers, settings, known));
      CacheProcess second = kept(CacheProcess.of(servers, settings, known));
      load.start(List.of(first, second));
      load.awaitHits();
      failover.call();
      load.run();
      load.awaitHits();
      load.awaitQuiescence();
      assertThat(first.trouble()).isPositive();
      assertThat(first.counted(CacheEvent.LOAD_FAILED)).isZero();
    }
  }

  private static void untilAnswered(int port, String part, String... command) {
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(() -> {
          try (RedisConsole console = new RedisConsole(port)) {
            return console.ask(command).contains(part);
          }
        });
  }
}
