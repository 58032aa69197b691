package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.ClusterConfig;
import io.matapalo.proxy.tls.ClientTls;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xnio.XnioIoThread;

/**
 * Connections to the instances of one cluster. Each instance has a limit over all I/O threads that
 * counts idle connections too. Thread-safe, but what concerns one connection is called on its own
 * I/O thread: a connection never changes its thread.
 */
public final class ConnectionPool {

  private final ClusterConfig.Connections settings;
  private final InstantSource clock;
  private final Names names;
  private final Optional<Securing> securing;
  private volatile boolean isRetired;
  private final Map<String, InstanceConnections> byInstance = new ConcurrentHashMap<>();

  /**
   * An empty pool.
   *
   * @param tls towards the instances that are spoken to by it
   */
  public ConnectionPool(
      ClusterConfig.Connections settings,
      Names names,
      Optional<ClientTls> tls,
      InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.names = names;
    this.securing = tls.map(Securing::new);
  }

  /** Hears of the outcome of opening, at most once, on the I/O thread. */
  public interface Opening {

    /** Whether anybody still wants a connection. If not, the hearer hears nothing more. */
    boolean isWanted();

    /** The connection is there and is the hearer's to release or close. */
    void opened(UpstreamConnection connection);

    /** It could not be opened: refused, unreachable, or too late. */
    void failed(IOException cause);
  }

  /** An idle connection if there is a good one, else a fresh one, at once or when one is free. */
  public void acquire(XnioIoThread thread, Instance instance, Opening opening) {
    of(instance).acquire(thread, opening);
  }

  /** A connection that nobody has used before, at once or when one is free. */
  public void open(XnioIoThread thread, Instance instance, Opening opening) {
    of(instance).open(thread, opening);
  }

  /**
   * Keeps a connection for the next request, of anybody or of the client that it is bound to;
   * closes it if there is no room or no life left. It may be closed later to make room.
   */
  public void release(UpstreamConnection connection, Duration announcedLife) {
    long life = Math.min(settings.idleLife().toMillis(), announcedLife.toMillis());
    connection.owner().release(connection, life);
  }

  /** Takes back a connection that is bound to one client. False if it was closed meanwhile. */
  public boolean reclaim(UpstreamConnection connection) {
    return connection.owner().reclaim(connection);
  }

  /** Connections to an instance that are being opened, in use or idle. */
  public int count(Instance instance) {
    return of(instance).count();
  }

  /** Closes all idle connections, and keeps none from here on; may be called from any thread. */
  public void retire() {
    isRetired = true;
    byInstance.values().forEach(InstanceConnections::retire);
  }

  /**
   * Closes the idle connections to other instances than these, and those in use after their
   * request; may be called from any thread.
   */
  public void keepOnly(Collection<Instance> instances) {
    Map<String, Instance> kept =
        instances.stream().collect(Collectors.toMap(Instance::name, Function.identity()));
    byInstance.forEach((name, connections) -> {
      Instance instance = kept.get(name);
      if (instance == null || !connections.leadTo(instance)) {
        retire(name);
      }
    });
  }

  private void retire(String instanceName) {
    InstanceConnections retired = byInstance.remove(instanceName);
    if (retired != null) {
      retired.retire();
    }
  }

  /** Closes all idle connections; may be called from any thread. */
  public void closeIdle() {
    byInstance.values().forEach(InstanceConnections::closeIdle);
  }

  /** An instance that moved to another address is another one. */
  private InstanceConnections of(Instance instance) {
    InstanceConnections known = byInstance.get(instance.name());
    if (known != null && known.leadTo(instance)) {
      return known;
    }
    retire(instance.name());
    InstanceConnections fresh =
        byInstance.computeIfAbsent(
            instance.name(),
            name ->
                new InstanceConnections(
                    instance, settings, names, securing.filter(tls -> tls.covers(name)), clock));
    if (isRetired) {
      fresh.retire();
    }
    return fresh;
  }
}
