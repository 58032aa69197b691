package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.config.ClusterConfig;
import io.matapalo.proxy.resilience.Admission;
import io.matapalo.proxy.resilience.PassiveCheck;
import io.matapalo.proxy.resilience.RetryBudget;
import io.matapalo.proxy.stickiness.Affinity;
import io.matapalo.proxy.stickiness.RequestData;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A cluster at work: its settings, permits, passive check and connections. Thread-safe. */
public final class Cluster {

  private static final Duration BASE_EJECTION = Duration.ofSeconds(2);
  private static final Duration MAX_EJECTION = Duration.ofSeconds(60);

  private final ClusterConfig config;
  private final Admission admission;
  private final PassiveCheck check;
  private final RetryBudget retries;
  private final ConnectionPool pool;
  private final Affinity affinity;

  public Cluster(ClusterConfig config, InstantSource clock) {
    ClusterConfig.Connections connections = config.connections();
    this.config = config;
    this.admission = new Admission(connections.max(), connections.maxQueue());
    this.check = new PassiveCheck(BASE_EJECTION, MAX_EJECTION, clock);
    this.retries = new RetryBudget(config.patience().retryPercent());
    this.pool = new ConnectionPool(connections, clock);
    this.affinity = new Affinity(config.affinity(), clock);
  }

  /** The settings. */
  public ClusterConfig config() {
    return config;
  }

  /** Who may come in. */
  public Admission admission() {
    return admission;
  }

  /** How much may be sent again. */
  public RetryBudget retries() {
    return retries;
  }

  /** Who cannot be reached. */
  public PassiveCheck check() {
    return check;
  }

  /** The connections. */
  public ConnectionPool pool() {
    return pool;
  }

  /** Who goes where. */
  public Affinity affinity() {
    return affinity;
  }

  /** The instances for a request of a client, in the order to try them. */
  public List<Instance> instancesFor(IpAddress client, RequestData request) {
    return affinity.order(client, request, config.instances(), check.usable(config.instances()));
  }
}
