package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.upstream.ConnectionPool;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioIoThread;

/**
 * The upstream connections of one client connection, one a cluster at most. Confined to one I/O
 * thread.
 *
 * <p>NTLM and Negotiate log a connection in and not a request (RFC 4559 §6 warns proxies of it).
 * Whoever comes on that connection afterwards is answered as the user who logged in. Such a
 * connection therefore serves the client connection on which the login came, and nobody else; both
 * end together.
 */
final class BoundConnections {

  private static final Logger LOG = LoggerFactory.getLogger(BoundConnections.class);
  private static final AttachmentKey<BoundConnections> KEY =
      AttachmentKey.create(BoundConnections.class);
  private static final List<String> SCHEMES = List.of("NTLM", "Negotiate");

  private final XnioIoThread thread;
  private final Map<ConnectionPool, UpstreamConnection> kept = new HashMap<>();

  private BoundConnections(XnioIoThread thread) {
    this.thread = thread;
  }

  /** Whether the request logs in, or does what its catalogue entry counts as that. */
  static boolean areNeededBy(Routed routed) {
    Optional<Operation> operation = routed.decision().operation();
    return (operation.isPresent() && operation.get().handling().isConnectionBound())
        || logsIn(routed.request().exchange().getRequestHeaders().get(Headers.AUTHORIZATION));
  }

  private static boolean logsIn(@Nullable HeaderValues credentials) {
    if (credentials == null) {
      return false;
    }
    return credentials.stream()
        .map(String::strip)
        .anyMatch(value -> SCHEMES.stream().anyMatch(scheme -> hasScheme(value, scheme)));
  }

  private static boolean hasScheme(String credentials, String scheme) {
    return credentials.regionMatches(true, 0, scheme, 0, scheme.length())
        && (credentials.length() == scheme.length() || credentials.charAt(scheme.length()) == ' ');
  }

  /** Whether the client has logged in on a connection of its own. */
  static boolean existFor(HttpServerExchange exchange) {
    BoundConnections own = exchange.getConnection().getAttachment(KEY);
    return own != null && !own.kept.isEmpty();
  }

  /** The client's own connection to one of these instances, if it has one that is still good. */
  static Optional<UpstreamConnection> take(
      HttpServerExchange exchange, ConnectionPool pool, List<Instance> instances) {
    BoundConnections own = exchange.getConnection().getAttachment(KEY);
    UpstreamConnection connection = own == null ? null : own.kept.remove(pool);
    if (connection == null || !pool.reclaim(connection)) {
      return Optional.empty();
    }
    String name = connection.instance().name();
    if (instances.stream().noneMatch(instance -> instance.name().equals(name))) {
      connection.close();
      return Optional.empty();
    }
    return Optional.of(connection);
  }

  /** Keeps a connection for the next request of the same client connection. */
  static void keep(
      HttpServerExchange exchange,
      ConnectionPool pool,
      UpstreamConnection connection,
      Duration announcedLife) {
    ServerConnection client = exchange.getConnection();
    if (!client.isOpen()) {
      connection.close();
      return;
    }
    BoundConnections own = client.getAttachment(KEY);
    if (own == null) {
      BoundConnections created = new BoundConnections(exchange.getIoThread());
      client.putAttachment(KEY, created);
      client.addCloseListener(_ -> created.clientClosed());
      own = created;
    }
    pool.release(connection, announcedLife);
    own.kept.put(pool, connection);
  }

  private void clientClosed() {
    try {
      thread.execute(() -> {
        kept.values().forEach(UpstreamConnection::close);
        kept.clear();
      });
    } catch (RejectedExecutionException e) {
      LOG.debug("Connections end with their I/O thread. reason={}", e.toString());
    }
  }
}
