package io.matapalo.router.pinning;

import io.matapalo.router.link.NodeConnections;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A routed connection's pins, one a node. All but {@link #abort} keep to its thread. */
final class HeldPins {

  private static final Pin[] NONE = {};

  private final NodeConnections connections;

  /** Set without a fence: {@link #abort} from another thread may miss what is just being opened. */
  private final AtomicReference<Pin[]> pins = new AtomicReference<>(NONE);

  HeldPins(NodeConnections connections) {
    this.connections = connections;
  }

  @Nullable Pin of(Node node) {
    for (Pin pin : pins.get()) {
      if (pin.isOf(node)) {
        return pin;
      }
    }
    return null;
  }

  Pin open(Node node) throws SQLException {
    Connection physical = connections.borrow(node);
    Pin pin;
    try {
      pin = new Pin(node, physical, connections.opened(physical));
      // The driver remembers from one borrower to the next what the server was told last.
      pin.setReadOnly(connections.arePooled() && pin.opened().isReadOnly());
    } catch (SQLException e) {
      connections.discard(node, physical);
      throw e;
    }
    Pin[] before = pins.get();
    Pin[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = pin;
    pins.setRelease(after);
    return pin;
  }

  /** Another node is used from now on. */
  void leave(Pin pin) {
    if (pin.isBroken()) {
      drop(pin);
    } else if (connections.arePooled() && !pin.hasStatements() && forget(pin)) {
      connections.giveBack(pin.node(), pin.physical());
    }
  }

  /** It is broken, or of a node that does not answer. */
  void drop(Pin pin) {
    if (forget(pin)) {
      connections.discard(pin.node(), pin.physical());
    }
  }

  void closeAll() {
    Pin[] all = pins.get();
    pins.setRelease(NONE);
    for (Pin pin : all) {
      if (pin.isBroken()) {
        connections.discard(pin.node(), pin.physical());
      } else {
        connections.giveBack(pin.node(), pin.physical());
      }
    }
  }

  void discardAll() {
    Pin[] all = pins.get();
    pins.setRelease(NONE);
    for (Pin pin : all) {
      connections.discard(pin.node(), pin.physical());
    }
  }

  /** From any thread: what runs on them fails at once. */
  void abort(Executor executor) throws SQLException {
    for (Pin pin : pins.get()) {
      pin.physical().abort(executor);
    }
  }

  private boolean forget(Pin pin) {
    List<Pin> rest = new ArrayList<>(List.of(pins.get()));
    boolean held = rest.remove(pin);
    if (held) {
      pins.setRelease(rest.toArray(NONE));
    }
    return held;
  }
}
