package io.matapalo.fastpath.invalidation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Relays a port of loopback, and cuts a connection after so many bytes of the server. */
final class CuttingRelay implements AutoCloseable {

  private static final int PIECE = 1_024;

  private final ServerSocket listener;
  private final int target;
  private final AtomicLong untilCut = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong untilNextCut = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger cuts = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean blackhole;

  private CuttingRelay(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static CuttingRelay toPort(int port) {
    try {
      CuttingRelay relay = new CuttingRelay(port);
      Thread.ofVirtual().start(relay::listen);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The next cut comes after so many more bytes, and one more after so many further ones. */
  void cutAfter(long bytes, long further) {
    untilNextCut.set(further);
    untilCut.set(bytes);
  }

  int cuts() {
    return cuts.get();
  }

  /** From now on what the server says is swallowed, and nobody is told. */
  void swallow() {
    blackhole = true;
  }

  /** Connections that have lost something end; new ones pass again. */
  void heal() {
    blackhole = false;
    open.forEach(CuttingRelay::end);
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pass(client, server, false));
        Thread.ofVirtual().start(() -> pass(server, client, true));
      } catch (IOException e) {
        // Closed, or the server is away: the client sees the end.
        open.forEach(CuttingRelay::end);
      }
    }
  }

  private void pass(Socket from, Socket to, boolean counted) {
    byte[] piece = new byte[PIECE];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (blackhole) {
          continue;
        }
        if (counted && untilCut.addAndGet(-read) < 0) {
          untilCut.set(untilNextCut.getAndSet(Long.MAX_VALUE));
          cuts.incrementAndGet();
          return;
        }
        out.write(piece, 0, read);
      }
    } catch (IOException e) {
      // One side is gone; so is the other now.
      end(to);
    } finally {
      open.remove(from);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(CuttingRelay::end);
  }
}
