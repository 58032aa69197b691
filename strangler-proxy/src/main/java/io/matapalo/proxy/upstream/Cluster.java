package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.affinity.RendezvousHash;
import io.matapalo.proxy.config.ClusterConfig;
import io.matapalo.proxy.health.Members;
import io.matapalo.proxy.resilience.Admission;
import java.time.InstantSource;
import java.util.List;

/** A cluster at work: its settings, permits, instances and connections. Thread-safe. */
public final class Cluster {

  private final ClusterConfig config;
  private final Admission admission;
  private final Members members;
  private final ConnectionPool pool;

  /** A cluster of which nothing is known yet. */
  public Cluster(ClusterConfig config, Names names, InstantSource clock) {
    this(
        config,
        admissionOf(config),
        new Members(config.name(), config.instances(), config.health(), clock),
        poolOf(config, names, clock));
  }

  private Cluster(ClusterConfig config, Admission admission, Members members, ConnectionPool pool) {
    this.config = config;
    this.admission = admission;
    this.members = members;
    this.pool = pool;
  }

  private static Admission admissionOf(ClusterConfig config) {
    return new Admission(config.connections().max(), config.connections().maxQueue());
  }

  private static ConnectionPool poolOf(ClusterConfig config, Names names, InstantSource clock) {
    ClusterConfig.Connections settings = config.connections();
    return new ConnectionPool(
        settings.connectTimeout(), settings.maxIdle(), settings.idleLife(), clock, names);
  }

  /**
   * The same cluster with other settings, in the place of this one. What is known of its instances
   * goes on. Requests that this one has admitted end with the permits and connections of this one.
   */
  public Cluster reconfigured(ClusterConfig next, Names names, InstantSource clock) {
    if (next.equals(config)) {
      return this;
    }
    members.become(next.instances(), next.health());
    if (next.connections().equals(config.connections())) {
      pool.keepOnly(next.instances());
      return new Cluster(next, admission, members, pool);
    }
    pool.retire();
    return new Cluster(next, admissionOf(next), members, poolOf(next, names, clock));
  }

  /** The settings. */
  public ClusterConfig config() {
    return config;
  }

  /** Who may come in. */
  public Admission admission() {
    return admission;
  }

  /** Who may be used. */
  public Members members() {
    return members;
  }

  /** The connections. */
  public ConnectionPool pool() {
    return pool;
  }

  /**
   * The instances for a client, in the order to try them; empty if the operator took all of them
   * out.
   */
  public List<Instance> instancesFor(IpAddress client) {
    return members.admit(RendezvousHash.order(client, members.usable()));
  }
}
