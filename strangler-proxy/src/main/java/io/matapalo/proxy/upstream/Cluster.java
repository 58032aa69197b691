package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.config.ClusterConfig;
import io.matapalo.proxy.health.Members;
import io.matapalo.proxy.resilience.Admission;
import io.matapalo.proxy.resilience.Protection;
import io.matapalo.proxy.resilience.RetryBudget;
import io.matapalo.proxy.stickiness.Affinity;
import io.matapalo.proxy.stickiness.RequestData;
import java.time.InstantSource;
import java.util.List;

/** A cluster at work: its settings, permits, instances and connections. Thread-safe. */
public final class Cluster {

  private final ClusterConfig config;
  private final Protection protection;
  private final RetryBudget retries;
  private final Members members;
  private final ConnectionPool pool;
  private final Affinity affinity;

  /** A cluster of which nothing is known yet. */
  public Cluster(ClusterConfig config, Names names, InstantSource clock) {
    this(
        config,
        protectionOf(config, clock),
        new RetryBudget(config.patience().retryPercent()),
        new Members(config.name(), config.instances(), config.health(), clock),
        new ConnectionPool(config.connections(), names, clock),
        new Affinity(config.affinity(), clock));
  }

  private Cluster(
      ClusterConfig config,
      Protection protection,
      RetryBudget retries,
      Members members,
      ConnectionPool pool,
      Affinity affinity) {
    this.config = config;
    this.protection = protection;
    this.retries = retries;
    this.members = members;
    this.pool = pool;
    this.affinity = affinity;
  }

  private static Protection protectionOf(ClusterConfig config, InstantSource clock) {
    return new Protection(
        config.name(),
        config.protection(),
        new Protection.Capacity(config.connections().max(), config.connections().maxQueue()),
        clock);
  }

  /**
   * The same cluster with other settings, in the place of this one. What is known of its instances
   * goes on, and of its sessions if affinity has the settings that it had. Requests that this one
   * has admitted end with the permits and connections of this one.
   */
  public Cluster reconfigured(ClusterConfig next, Names names, InstantSource clock) {
    if (next.equals(config)) {
      return this;
    }
    members.become(next.instances(), next.health());
    RetryBudget budget =
        next.patience().retryPercent() == config.patience().retryPercent()
            ? retries
            : new RetryBudget(next.patience().retryPercent());
    Affinity known =
        next.affinity().equals(config.affinity()) ? affinity : new Affinity(next.affinity(), clock);
    boolean isAsLarge = next.connections().equals(config.connections());
    Protection guard =
        isAsLarge && next.protection().equals(config.protection())
            ? protection
            : protectionOf(next, clock);
    if (isAsLarge) {
      pool.keepOnly(next.instances());
      return new Cluster(next, guard, budget, members, pool, known);
    }
    pool.retire();
    ConnectionPool fresh = new ConnectionPool(next.connections(), names, clock);
    return new Cluster(next, guard, budget, members, fresh, known);
  }

  /** The settings. */
  public ClusterConfig config() {
    return config;
  }

  /** Who may come in. */
  public Admission admission() {
    return protection.admission();
  }

  /** What stands between clients and the cluster. */
  public Protection protection() {
    return protection;
  }

  /** How much may be sent again. */
  public RetryBudget retries() {
    return retries;
  }

  /** Who may be used. */
  public Members members() {
    return members;
  }

  /** The connections. */
  public ConnectionPool pool() {
    return pool;
  }

  /** Who goes where. */
  public Affinity affinity() {
    return affinity;
  }

  /**
   * The instances for a request of a client, in the order to try them; empty if the operator took
   * all of them out.
   */
  public List<Instance> instancesFor(IpAddress client, RequestData request) {
    List<Instance> usable = members.usable();
    return usable.isEmpty()
        ? usable
        : members.admit(affinity.order(client, request, members.all(), usable));
  }
}
