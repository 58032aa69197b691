package io.matapalo.testkit.topology;

import io.matapalo.testkit.binaries.CacheEntry;
import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A primary and replicas that follow it by GTID. A replica writes what it applies to its own binary
 * log and refuses writes of the application's user. Thread-safe.
 */
public final class ReplicaSet extends PrimaryAndReplicas<MariaDbNode> {
  // A process that is killed loses nothing of this; a machine that is switched off may.
  private static final List<String> OPTIONS =
      List.of(
          "--read-only=1",
          "--gtid-domain-id=0",
          "--relay-log=relay",
          "--slave-net-timeout=5",
          "--innodb-flush-log-at-trx-commit=2",
          "--sync-binlog=0");

  private static final int MAX_REPLICAS = 6;

  // How far each former primary was followed when it was left.
  private final Map<MariaDbNode, Long> leftAt = new ConcurrentHashMap<>();

  private final AtomicInteger serverId;

  private ReplicaSet(List<MariaDbNode> nodes) {
    super(nodes);
    this.serverId = new AtomicInteger(nodes.size());
  }

  /** A primary and two replicas. */
  public static ReplicaSet inFolder(Path folder) {
    return start(ServerConfig.inFolder(folder), 2);
  }

  /**
   * The first node is the primary; returns once all replicas follow it and have what it has.
   *
   * @param config what all nodes share; its folder holds a folder for each, its port must be 0
   * @param replicas 1 to 6
   */
  public static ReplicaSet start(ServerConfig config, int replicas) {
    Members.requireCount("replicas", replicas, MAX_REPLICAS);
    Members.requireFreePorts(config);
    List<MariaDbNode> nodes =
        Members.started(
            replicas + 1,
            index -> {
              ServerConfig server = nodeConfig(config, index);
              return new MariaDbNode(Members.name(index), server, MariaDb.start(server));
            },
            MariaDbNode::close);
    ReplicaSet set = new ReplicaSet(nodes);
    try {
      set.readOnly(set.primary(), false);
      set.replicas().forEach(replica -> Replication.follow(replica, set.primary()));
      set.awaitCaughtUp(DEADLINE);
      return set;
    } catch (RuntimeException e) {
      set.close();
      throw e;
    }
  }

  private static ServerConfig nodeConfig(ServerConfig config, int index) {
    return config
        .withFolder(config.folder().resolve(Members.name(index)))
        .withDefaults(OPTIONS)
        .withOptions("--server-id=" + (index + 1));
  }

  /** The delay counts at once, also for what was received before. */
  @Override
  public void delay(MariaDbNode replica, Duration delay) {
    if (delay.isNegative() || delay.toNanosPart() != 0) {
      throw new IllegalArgumentException("a delay has whole seconds, was " + delay);
    }
    replica
        .session()
        .execute("stop slave", "change master to master_delay=" + delay.toSeconds(), "start slave");
  }

  /** The replica receives and applies nothing until {@link #continueApplying}. */
  public void stopApplying(MariaDbNode replica) {
    replica.session().execute("stop slave");
  }

  public void continueApplying(MariaDbNode replica) {
    replica.session().execute("start slave");
  }

  /** What the application's user may do; the administrator always writes. */
  public void readOnly(MariaDbNode node, boolean on) {
    node.session().execute("set global read_only=" + (on ? 1 : 0));
  }

  @Override
  protected void awaitPrimary(MariaDbNode replica, Duration within) {
    Replication.await(replica, Replication.position(primary()), within);
  }

  /**
   * Makes a replica the primary. The old one, if it is alive, is made read-only first, and nothing
   * is lost; if it is dead, see {@link #failOver}. All live nodes then follow the new one.
   */
  public void promote(MariaDbNode replica) {
    MariaDbNode old = primary();
    if (replica == old) {
      throw new IllegalArgumentException("node " + replica + " is the primary already");
    }
    if (!old.isAlive()) {
      failOver(replica);
      return;
    }
    readOnly(old, true);
    Replication.await(replica, Replication.position(old), DEADLINE);
    followed(replica);
    old.session().execute("set global gtid_slave_pos='%s'".formatted(Replication.position(old)));
    Replication.follow(old, replica);
  }

  /**
   * Makes a replica the primary without a word to the old one, which may be dead, paused, or still
   * taking writes. What no replica has received is lost. The replica gets what another one has
   * received and it has not.
   */
  public void failOver(MariaDbNode replica) {
    List<MariaDbNode> others = replicas().stream().filter(MariaDbNode::isAlive).toList();
    if (!others.contains(replica)) {
      throw new IllegalArgumentException("node " + replica + " is no live replica");
    }
    others.forEach(Replication::awaitReceived);
    MariaDbNode ahead =
        others.stream()
            .max(Comparator.comparingLong(node -> Replication.sequence(Replication.position(node))))
            .orElse(replica);
    String position = Replication.position(ahead);
    if (Replication.sequence(position) > Replication.sequence(Replication.position(replica))) {
      Replication.follow(replica, ahead);
      Replication.await(replica, position, DEADLINE);
    }
    leftAt.put(primary(), Replication.sequence(Replication.position(replica)));
    followed(replica);
  }

  private void followed(MariaDbNode replica) {
    List<MariaDbNode> followers =
        replicas().stream().filter(node -> node != replica && node.isAlive()).toList();
    Replication.end(replica);
    readOnly(replica, false);
    lead(replica);
    followers.forEach(node -> Replication.follow(node, replica));
  }

  /**
   * Starts a dead node again: the primary as primary; any other as a replica of today's primary. A
   * former primary with transactions that the present one never got cannot follow: {@link #rebuild}
   * it.
   */
  public void restart(MariaDbNode node) {
    node.restart();
    if (node == primary()) {
      readOnly(node, false);
      return;
    }
    Long left = leftAt.get(node);
    if (left != null) {
      String position = Replication.position(node);
      if (Replication.sequence(position) > left) {
        throw new TestkitException(
            "node %s wrote up to %s and was followed up to %d only; rebuild it"
                .formatted(node, position, left));
      }
      node.session().execute("set global gtid_slave_pos='%s'".formatted(position));
      leftAt.remove(node);
    }
    Replication.follow(node, primary());
  }

  /** Throws a replica's data away and gives it all that the primary's binary logs hold. */
  public void rebuild(MariaDbNode replica) {
    if (replica == primary()) {
      throw new IllegalArgumentException("node " + replica + " is the primary");
    }
    replica.kill();
    try {
      CacheEntry.delete(replica.config().dataFolder());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty the folder of node " + replica, e);
    }
    // A server skips what bears its own number, also what it wrote in its former life.
    replica.withOption("--server-id=" + serverId.incrementAndGet());
    replica.restart();
    leftAt.remove(replica);
    Replication.follow(replica, primary());
    Replication.await(replica, Replication.position(primary()), DEADLINE);
  }

  @Override
  public void close() {
    Members.close(nodes());
  }
}
