package io.matapalo.driver;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.jdbc.CountingConnections;
import io.matapalo.router.jdbc.RoutedConnection;
import io.matapalo.router.link.ClusterLink;
import io.matapalo.router.link.ClusterLinkSettings;
import io.matapalo.router.link.DriverConnections;
import io.matapalo.router.link.Recording;
import io.matapalo.router.pinning.Routing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that the connections of one driver share: one for each set of settings and
 * credentials, from its first connection until a while after its last. Thread-safe.
 */
final class SharedLinks {

  private static final Recording RECORDING =
      new Recording(CountingConnections::opened, SqlRecorder::currentOperation);

  private final Duration grace;
  private final Map<ClusterLinkSettings, Shared> links = new HashMap<>();

  /** One cluster and how many connections share it. Guarded by the lock of all links. */
  private static final class Shared {
    private final ClusterLink link;
    private final Routing routing;
    private int connections;
    private @Nullable CountDownLatch wanted;

    Shared(ClusterLink link) {
      this.link = link;
      this.routing = Routing.over(link, new DriverConnections(link));
    }
  }

  /** {@code grace} is how long a cluster without connections is kept. */
  SharedLinks(Duration grace) {
    this.grace = grace;
  }

  /** A connection that has reached a node. */
  RoutedConnection connect(ClusterLinkSettings settings) throws SQLException {
    Shared shared = take(settings);
    AtomicBoolean open = new AtomicBoolean(true);
    RoutedConnection connection =
        new RoutedConnection(
            shared.routing,
            () -> {
              if (open.getAndSet(false)) {
                release(settings, shared);
              }
            });
    try {
      connection.connect();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private synchronized Shared take(ClusterLinkSettings settings) {
    Shared shared = links.get(settings);
    if (shared == null) {
      shared = new Shared(ClusterLink.open(settings, RECORDING));
      links.put(settings, shared);
    }
    shared.connections++;
    if (shared.wanted != null) {
      shared.wanted.countDown();
      shared.wanted = null;
    }
    return shared;
  }

  private synchronized void release(ClusterLinkSettings settings, Shared shared) {
    shared.connections--;
    if (shared.connections > 0) {
      return;
    }
    CountDownLatch wanted = new CountDownLatch(1);
    shared.wanted = wanted;
    Thread thread =
        new Thread(() -> closeUnlessWanted(settings, shared, wanted), "matapalo-linger");
    thread.setDaemon(true);
    thread.start();
  }

  private void closeUnlessWanted(
      ClusterLinkSettings settings, Shared shared, CountDownLatch wanted) {
    try {
      if (wanted.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (shared.connections > 0 || links.get(settings) != shared) {
        return;
      }
      links.remove(settings);
    }
    shared.link.close();
  }

  int count() {
    synchronized (this) {
      return links.size();
    }
  }

  /** Ends all at once: the driver is being unloaded. */
  void closeAll() {
    List<Shared> all;
    synchronized (this) {
      all = List.copyOf(links.values());
      links.clear();
    }
    for (Shared shared : all) {
      CountDownLatch wanted = shared.wanted;
      if (wanted != null) {
        wanted.countDown();
      }
      shared.link.close();
    }
  }
}
