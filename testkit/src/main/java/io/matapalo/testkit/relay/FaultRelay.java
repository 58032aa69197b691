package io.matapalo.testkit.relay;

import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens on loopback and relays each connection to a MySQL or MariaDB server, whose protocol it
 * reads: so a fault strikes at the very command that a test wants. Plain connections only, neither
 * TLS nor compression. At most one packet is held for each direction of a connection. Thread-safe.
 */
public final class FaultRelay extends Relay<FaultedConnection> {
  private static final int MAX_PLANNED = 1_000;

  private final FaultedConnection.Gate gate = new FaultedConnection.Gate();
  private final AtomicBoolean refusing = new AtomicBoolean();
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<PlannedFault> planned = new CopyOnWriteArrayList<>();

  private FaultRelay(int targetPort) {
    super(targetPort);
  }

  /** Relays a free port of loopback to a server's port, or to that of a {@link DelayRelay}. */
  public static FaultRelay toPort(int targetPort) {
    FaultRelay relay = new FaultRelay(targetPort);
    relay.start();
    return relay;
  }

  /** The number of the connection that came last; 0 before the first. */
  public int lastConnection() {
    return numbers.get();
  }

  /** The first command that matches meets the fault; several plans may wait, the oldest first. */
  public PlannedFault onNext(CommandMatcher matcher, Fault fault) {
    if (planned.size() >= MAX_PLANNED) {
      throw new IllegalStateException(
          "%d faults wait already for a command that matches; forget() them"
              .formatted(MAX_PLANNED));
    }
    PlannedFault one = new PlannedFault(matcher, fault);
    planned.add(one);
    return one;
  }

  /** Drops what was planned and has not struck. */
  public void forget() {
    planned.clear();
  }

  /** From now on nothing passes, on connections old and new, and nobody is told. */
  public void blackhole() {
    gate.shut();
  }

  /** Ends every blackhole: what was held up arrives. */
  public void heal() {
    gate.open();
    open().forEach(FaultedConnection::heal);
  }

  /** From now on each new connection is reset; those that are open stay. */
  public void refuse() {
    refusing.set(true);
  }

  /** Takes new connections again. */
  public void accept() {
    refusing.set(false);
  }

  @Override
  boolean takesMore() {
    return !refusing.get();
  }

  @Override
  FaultedConnection pair(Socket client, Socket server) {
    return new FaultedConnection(
        new FaultedConnection.Ends(numbers.incrementAndGet(), client, server),
        gate,
        this::claimed,
        open()::remove);
  }

  private Optional<PlannedFault> claimed(ClientCommand command) {
    for (PlannedFault one : planned) {
      if (one.claims(command)) {
        planned.remove(one);
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    super.close();
    gate.open();
  }
}
