package io.matapalo.testkit.relay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection and the server's, and a thread for each direction that passes packet after
 * packet. Started once; the rest is thread-safe.
 */
final class FaultedConnection implements Relay.Pair {
  private static final Logger LOG = LoggerFactory.getLogger(FaultedConnection.class);
  private static final int BUFFER = 65_536;
  private static final int DIRECTIONS = 2;
  private static final long TLS = 0x800;
  private static final long COMPRESSION = 0x20;

  /** The two ends and the connection's number at its relay. */
  record Ends(int number, Socket client, Socket server) {}

  private final Ends ends;
  private final Gate relayGate;
  private final Gate gate = new Gate();
  private final Function<ClientCommand, Optional<PlannedFault>> faults;
  private final Consumer<FaultedConnection> ended;
  private final Answers answers = new Answers();
  private final AtomicReference<Optional<PlannedFault>> losing =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean clientGone = new AtomicBoolean();
  private final CountDownLatch answeredToNobody = new CountDownLatch(1);
  private final AtomicInteger finished = new AtomicInteger();
  private final Thread requests;
  private final Thread replies;

  FaultedConnection(
      Ends ends,
      Gate relayGate,
      Function<ClientCommand, Optional<PlannedFault>> faults,
      Consumer<FaultedConnection> ended) {
    this.ends = ends;
    this.relayGate = relayGate;
    this.faults = faults;
    this.ended = ended;
    String name = "fault-relay-" + ends.client().getPort();
    Thread.Builder.OfPlatform threads = Thread.ofPlatform().daemon();
    this.requests =
        threads.name(name + "-requests").unstarted(() -> Relay.guarded(this::request, this::reset));
    this.replies =
        threads.name(name + "-replies").unstarted(() -> Relay.guarded(this::reply, this::reset));
  }

  @Override
  public void start() {
    requests.start();
    replies.start();
  }

  /** Lets pass again what a blackhole of this connection held up. */
  void heal() {
    gate.open();
  }

  /** Ends both sides with RST. Idempotent. */
  @Override
  public void reset() {
    RelayedConnection.reset(ends.client());
    RelayedConnection.reset(ends.server());
    requests.interrupt();
    replies.interrupt();
    ended.accept(this);
  }

  private void request() throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(ends.client().getInputStream(), BUFFER);
    OutputStream out = new BufferedOutputStream(ends.server().getOutputStream(), BUFFER);
    boolean greeted = false;
    boolean continued = false;
    Optional<Packet> next = Packet.read(in);
    while (next.isPresent()) {
      Packet packet = next.get();
      if (!greeted) {
        requirePlain(packet);
        greeted = true;
      } else if (packet.sequence() == 0 && !continued && !passes(packet, out)) {
        return;
      }
      pass();
      packet.writeTo(out);
      if (in.available() == 0) {
        out.flush();
      }
      continued = packet.isContinued();
      next = Packet.read(in);
    }
    pass();
    out.flush();
    ends.server().shutdownOutput();
    directionEnded();
  }

  private void requirePlain(Packet greeting) {
    if ((greeting.capabilities() & (TLS | COMPRESSION)) != 0) {
      LOG.error("relay cannot read this client: switch TLS (sslMode=DISABLED) and compression off");
      reset();
    }
  }

  /** May the command go to the server in the usual way? If not, this direction has ended. */
  private boolean passes(Packet packet, OutputStream out) throws IOException, InterruptedException {
    ClientCommand command = packet.command(ends.number());
    Optional<PlannedFault> planned = faults.apply(command);
    if (planned.isPresent()) {
      // What was before it must not be lost with it.
      out.flush();
      return survives(planned.get(), packet, out);
    }
    if (command.isAnswered()) {
      answers.expect(false);
    }
    return true;
  }

  /** A fault counts as struck before its client can notice it. */
  private boolean survives(PlannedFault planned, Packet packet, OutputStream out)
      throws IOException {
    return switch (planned.fault()) {
      case CUT_BEFORE -> {
        planned.strike();
        reset();
        yield false;
      }
      case CUT_IN_FLIGHT -> {
        // Else a quick answer overtakes the cut.
        clientGone.set(true);
        packet.writeTo(out);
        out.flush();
        planned.strike();
        reset();
        yield false;
      }
      case HOLD_COMMAND -> {
        clientGone.set(true);
        answers.expect(true);
        planned.hold(deadline -> arrives(packet, out, deadline));
        planned.strike();
        RelayedConnection.reset(ends.client());
        yield false;
      }
      case LOSE_ANSWER, HOLD_ANSWER -> {
        losing.set(Optional.of(planned));
        answers.expect(true);
        yield true;
      }
      case BLACKHOLE -> {
        gate.shut();
        answers.expect(false);
        planned.strike();
        yield true;
      }
    };
  }

  private boolean arrives(Packet packet, OutputStream out, Duration deadline) {
    try {
      packet.writeTo(out);
      out.flush();
      return answeredToNobody.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      LOG.debug("the server ended the connection before the held command", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      reset();
    }
  }

  private void reply() throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(ends.server().getInputStream(), BUFFER);
    OutputStream out = new BufferedOutputStream(ends.client().getOutputStream(), BUFFER);
    Optional<Packet> next = Packet.read(in);
    while (next.isPresent()) {
      Packet packet = next.get();
      if (answers.isLost(packet) && !isHeld()) {
        lose();
        return;
      }
      pass();
      if (!clientGone.get()) {
        packet.writeTo(out);
        if (in.available() == 0) {
          out.flush();
        }
      }
      next = Packet.read(in);
    }
    if (clientGone.get()) {
      return;
    }
    pass();
    out.flush();
    ends.client().shutdownOutput();
    directionEnded();
  }

  private void directionEnded() {
    if (finished.incrementAndGet() == DIRECTIONS) {
      reset();
    }
  }

  /** Does the answer that has just come stay here, and the connection with it? */
  private boolean isHeld() {
    Optional<PlannedFault> holding =
        losing.get().filter(planned -> planned.fault() == Fault.HOLD_ANSWER);
    if (holding.isPresent()) {
      gate.shut();
      holding.get().strike();
    }
    return holding.isPresent();
  }

  private void lose() {
    if (clientGone.get()) {
      answeredToNobody.countDown();
      return;
    }
    losing.get().ifPresent(PlannedFault::strike);
    reset();
  }

  private void pass() throws InterruptedException {
    relayGate.pass();
    gate.pass();
  }

  /** Holds up whoever comes while it is shut. Thread-safe. */
  static final class Gate {
    private boolean shut;

    synchronized void shut() {
      shut = true;
    }

    synchronized void open() {
      shut = false;
      notifyAll();
    }

    synchronized void pass() throws InterruptedException {
      while (shut) {
        wait();
      }
    }
  }
}
