package io.matapalo.router.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.freshness.MarkedTopology.Driver;
import io.matapalo.router.mysql.RealMySql;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.topology.Await;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import io.matapalo.testkit.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance with marks writes on its node and loses it in three ways. It goes on at another node
 * within the bound, sees what it wrote, and uses its node again when that is back.
 */
@Tag("deep")
final class LostNodesIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration FREEZE = Duration.ofSeconds(10);
  private static final int THREADS = 3;

  @TempDir Path folder;

  /** How a node is lost. */
  private enum Loss {
    KILLED {
      @Override
      void happensTo(DatabaseNode node) {
        node.kill();
      }
    },
    STOPPED {
      @Override
      void happensTo(DatabaseNode node) {
        node.server().close();
      }
    },
    FROZEN {
      @Override
      void happensTo(DatabaseNode node) {
        node.pause();
      }
    };

    abstract void happensTo(DatabaseNode node);
  }

  @ForEachDriver
  void aGroupLosesTheMemberOfTheInstance(Driver driver) throws Exception {
    try (GroupReplication group = GroupReplication.start(RealMySql.config("lost-member"))) {
      group.createDatabase("shop");
      RoutedInstance.createTable(group.server(0));
      group.awaitCaughtUp(SOON);
      try (RoutedInstance instance = new RoutedInstance(group, driver, group.server(2))) {
        for (Loss loss : Loss.values()) {
          lose(instance, "group replication, " + driver, group.server(2), loss);
          back(group, group.server(2), loss);
          goesHome(instance, group.server(2));
        }
        restartAll(instance, group, member -> group.restart((MySql) member));
      }
    }
  }

  /** A member that was frozen is one again by itself, unless the others have expelled it. */
  private static void back(GroupReplication group, MySql member, Loss loss) {
    if (loss != Loss.FROZEN) {
      group.restart(member);
    } else {
      Await.until(
          () -> isExpelled(group, member) || isWhole(group),
          SOON,
          () -> "the woken member knows its state");
      if (isExpelled(group, member)) {
        group.leave(member);
        group.join(member);
      }
    }
    group.awaitOnline(group.server(0), group.nodes().size(), SOON);
  }

  private static boolean isExpelled(GroupReplication group, MySql member) {
    return group.seenBy(member).contains(new GroupReplication.Member(member.port(), "ERROR"));
  }

  private static boolean isWhole(GroupReplication group) {
    List<GroupReplication.Member> seen = group.seenBy(group.server(0));
    return seen.size() == group.nodes().size()
        && seen.stream().allMatch(member -> member.state().equals("ONLINE"));
  }

  @ForEachDriver
  void aGaleraClusterLosesTheNodeOfTheInstance(Driver driver) throws Exception {
    try (Galera cluster = Galera.inFolder(folder)) {
      cluster.createDatabase("shop");
      RoutedInstance.createTable(cluster.nodes().getFirst());
      cluster.awaitCaughtUp(SOON);
      MariaDbNode own = cluster.nodes().getLast();
      try (RoutedInstance instance = new RoutedInstance(cluster, driver, own)) {
        for (Loss loss : Loss.values()) {
          lose(instance, "galera, " + driver, own, loss);
          if (loss == Loss.FROZEN) {
            cluster.awaitSynced(own);
          } else {
            cluster.rejoin(own);
          }
          goesHome(instance, own);
        }
        restartAll(instance, cluster, node -> cluster.rejoin((MariaDbNode) node));
      }
    }
  }

  @ForEachDriver
  void aReplicaSetLosesTheReplicaOfTheInstance(Driver driver) throws Exception {
    try (ReplicaSet set = ReplicaSet.inFolder(folder)) {
      set.createDatabase("shop");
      RoutedInstance.createTable(set.primary());
      set.awaitCaughtUp(SOON);
      MariaDbNode own = set.replicas().getFirst();
      try (RoutedInstance instance = new RoutedInstance(set, driver, own)) {
        for (Loss loss : Loss.values()) {
          lose(instance, "replica of a primary, " + driver, own, loss);
          if (loss != Loss.FROZEN) {
            set.restart(own);
          }
          goesHome(instance, own);
        }
        MariaDbNode primary = set.primary();
        set.promote(own);
        instance.goesOn("planned change of the primary, " + driver);
        restartAll(instance, set, node -> set.restart((MariaDbNode) node));
        assertThat(set.primary()).isNotEqualTo(primary);
      }
    }
  }

  private static void lose(RoutedInstance instance, String where, DatabaseNode node, Loss loss)
      throws Exception {
    instance.callUntil(System.nanoTime());
    long end = System.nanoTime() + FREEZE.toNanos();
    loss.happensTo(node);
    instance.goesOn(where + ", " + loss);
    if (loss == Loss.FROZEN) {
      instance.callUntil(end);
      node.resume();
      instance.callUntil(System.nanoTime());
    }
  }

  private static void goesHome(RoutedInstance instance, DatabaseNode node) throws Exception {
    instance.awaitUsable(node.name(), SOON);
    instance.goesOn("back at " + node.name());
  }

  /** One after another, in order, under load; nothing is refused beyond the bound. */
  private static void restartAll(
      RoutedInstance instance, Topology servers, Consumer<DatabaseNode> restart) throws Exception {
    int before = instance.refused().size();
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> load =
          IntStream.range(0, THREADS)
              .<Future<?>>mapToObj(i -> threads.submit(() -> call(instance, over)))
              .toList();
      try {
        for (int i = 0; i < servers.nodes().size(); i++) {
          DatabaseNode node = servers.nodes().get(i);
          node.server().close();
          long lost = System.nanoTime();
          restart.accept(node);
          instance.awaitUsable(node.name(), SOON);
          assertNoneRefused(instance, lost);
        }
      } finally {
        over.set(true);
      }
      for (Future<?> one : load) {
        one.get(SOON.toSeconds(), TimeUnit.SECONDS);
      }
    }
    System.out.printf(
        "rolling restart of %s: %d calls acknowledged, %d refused within the bound%n",
        servers.kind(), instance.acknowledged(), instance.refused().size() - before);
  }

  private static void call(RoutedInstance instance, AtomicBoolean over) {
    int failed = 0;
    while (!over.get()) {
      failed += instance.succeeds() ? 0 : 1;
    }
    System.out.printf("a caller of the rolling restart was refused %d times%n", failed);
  }

  private static void assertNoneRefused(RoutedInstance instance, long lost) {
    assertThat(instance.refused())
        .noneMatch(call -> call.nanos() - lost > RoutedInstance.BOUND.toNanos());
  }
}
