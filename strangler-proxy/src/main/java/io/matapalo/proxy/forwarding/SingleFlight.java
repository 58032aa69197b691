package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Routed;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends identical reads that come at the same time once, for operations whose catalogue entry asks
 * for it. The first request leads; those that follow wait for its answer and take no permit.
 * Thread-safe.
 *
 * <p>Identical means: the same cluster, target and body, and the same fields but those of the
 * single hop, the request's id and its trace. Credentials and cookies are among these fields, so
 * that no answer goes to another user. A client whose connection is logged in never shares.
 *
 * <p>Only a whole answer with status 200 and a known length, of one buffer at most, is shared, and
 * none that sets a cookie or a mark. Else the followers go on by themselves.
 */
public final class SingleFlight {

  private final Map<Flight.Key, Flight> flights = new ConcurrentHashMap<>();

  /** Goes on, at once or later, or gives the request the answer of another one. */
  public void share(Routed routed, Runnable goOn) {
    Optional<Operation> operation = routed.decision().operation();
    if (operation.isEmpty()
        || !operation.get().handling().isSingleFlight()
        || !routed.identified().body().isWhole()
        || BoundConnections.areNeededBy(routed)
        || BoundConnections.existFor(routed.request().exchange())) {
      goOn.run();
      return;
    }
    join(Flight.Key.of(routed), routed, goOn);
  }

  private void join(Flight.Key key, Routed routed, Runnable goOn) {
    OpenRequest request = routed.request();
    Flight own = new Flight(routed.cluster().config().connections().maxQueue());
    Flight flight = flights.putIfAbsent(key, own);
    if (flight == null) {
      own.ledBy(request);
      request
          .undoing()
          .atEnd(() -> {
            flights.remove(key, own);
            own.end(Optional.empty());
          });
      goOn.run();
      return;
    }
    Flight.Follower follower = new Flight.Follower(request, goOn);
    if (!flight.follow(follower)) {
      goOn.run();
      return;
    }
    request.watchClient();
    request.undoing().step(() -> flight.leave(follower));
  }
}
