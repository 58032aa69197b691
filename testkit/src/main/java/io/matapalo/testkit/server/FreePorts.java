package io.matapalo.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports on loopback that were free a moment ago. They lie below those that Linux and macOS give to
 * clients, so no connection of another process takes one before it is used. Each JVM begins at a
 * place of its own, so two that run at once rarely meet; whoever starts a server must be ready to
 * try again. Within one JVM no port is given twice. Thread-safe.
 */
public final class FreePorts {
  private static final int MAX_PORTS = 1_000;
  private static final int FIRST = 12_000;
  private static final int RANGE = 20_000;
  private static final int START = ThreadLocalRandom.current().nextInt(RANGE);
  private static final AtomicInteger TRIED = new AtomicInteger();

  private FreePorts() {}

  public static int next() {
    return next(1).getFirst();
  }

  /** As many different ports, 1 to 1,000. */
  public static List<Integer> next(int count) {
    if (count < 1 || count > MAX_PORTS) {
      throw new IllegalArgumentException("count must be 1 to " + MAX_PORTS + ", was " + count);
    }
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      int tried = TRIED.getAndIncrement();
      if (tried >= RANGE) {
        throw new IllegalStateException(
            "no free port left on loopback from %d to %d".formatted(FIRST, FIRST + RANGE - 1));
      }
      int port = FIRST + (START + tried) % RANGE;
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      // Somebody listens there.
      return false;
    }
  }
}
