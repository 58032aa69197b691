package io.matapalo.testkit.topology;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One node that takes writes and others that follow it, whatever the server. Thread-safe.
 *
 * @param <N> the kind of its nodes
 */
public abstract class PrimaryAndReplicas<N extends DatabaseNode> implements Topology {
  /** How long a node may take to follow or to catch up. */
  protected static final Duration DEADLINE = Duration.ofSeconds(30);

  private final List<N> nodes;
  private final AtomicInteger primary = new AtomicInteger();

  /** The first node is the primary. */
  protected PrimaryAndReplicas(List<N> nodes) {
    this.nodes = new CopyOnWriteArrayList<>(nodes);
  }

  @Override
  public final List<N> nodes() {
    return List.copyOf(nodes);
  }

  /** Who takes writes, as this object last arranged it. */
  public final N primary() {
    return nodes.get(primary.get());
  }

  /** All others, dead ones too. */
  public final List<N> replicas() {
    N now = primary();
    return nodes.stream().filter(node -> !node.equals(now)).toList();
  }

  /** The primary from now on. */
  protected final void lead(N node) {
    primary.set(nodes.indexOf(node));
  }

  /** Stands in the place of a node that has ended. */
  protected final void replace(N ended, N again) {
    nodes.set(nodes.indexOf(ended), again);
  }

  /** Waits until a replica shows what the primary has now. */
  protected abstract void awaitPrimary(N replica, Duration within);

  /**
   * From now on a replica applies a transaction only that many whole seconds after its commit; zero
   * ends it.
   */
  public abstract void delay(N replica, Duration by);

  /** The same of all replicas. */
  public final void delayReplicas(Duration by) {
    replicas().forEach(replica -> delay(replica, by));
  }

  /** A replica shows what the primary has now; the primary itself always does. */
  @Override
  public final void awaitCaughtUp(DatabaseNode node, Duration within) {
    replicas().stream()
        .filter(replica -> replica.equals(node))
        .forEach(replica -> awaitPrimary(replica, within));
  }

  @Override
  public final void createDatabase(String name) {
    primary().server().createDatabase(name);
    awaitCaughtUp(DEADLINE);
  }

  @Override
  public final String kind() {
    return "primary-replica";
  }
}
