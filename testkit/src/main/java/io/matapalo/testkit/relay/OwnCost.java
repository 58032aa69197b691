package io.matapalo.testkit.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a relay itself adds to a round trip, beyond the delay: two threads are woken and four copies
 * made. It is measured, on an echo and a relay of its own, so that it can be taken off the delay.
 * The best tenth of the pings counts: a busy machine must not make the delay too short. Stateless.
 */
final class OwnCost {
  private static final Duration DELAY = Duration.ofNanos(200_000);
  private static final long MAX_NANOS = 200_000;
  private static final int PINGS = 300;
  private static final int WARM_UP = 100;
  private static final int MILLIS = 5_000;

  private OwnCost() {}

  /** For a round trip; blocks for about a fifth of a second. */
  static Duration measured() {
    try (ServerSocket listener = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
        DelayRelay relay = DelayRelay.toPort(listener.getLocalPort())) {
      Thread.ofPlatform().daemon().name("relay-echo").start(() -> echo(listener));
      relay.hold(DELAY);
      long direct = ping(listener.getLocalPort());
      long relayed = ping(relay.port());
      long cost = relayed - direct - 2 * DELAY.toNanos();
      return Duration.ofNanos(Math.clamp(cost, 0, MAX_NANOS));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot measure what a relay costs on loopback", e);
    }
  }

  /** Takes one connection after the other, until the listener is closed. */
  private static void echo(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.setTcpNoDelay(true);
        socket.getInputStream().transferTo(socket.getOutputStream());
      } catch (IOException e) {
        // The measurement has ended and closed its sockets.
        return;
      }
    }
  }

  private static long ping(int port) throws IOException {
    long[] nanos = new long[PINGS];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(MILLIS);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (int i = -WARM_UP; i < PINGS; i++) {
        long start = System.nanoTime();
        out.write(1);
        if (in.read() < 0) {
          throw new IOException("the echo on port " + port + " has ended");
        }
        nanos[Math.max(0, i)] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return nanos[PINGS / 10];
  }
}
