package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A port that answers no attempt to connect: nobody accepts, and its queue is full. */
final class BlackHole implements AutoCloseable {

  private static final int MOST = 16;

  private final ServerSocket server;
  private final List<Socket> queue = new ArrayList<>();

  /**
   * Those of its own sockets: on a busy machine one that gave up may stand in the queue as well.
   */
  private final Set<Integer> ownPorts = new HashSet<>();

  private BlackHole(ServerSocket server) {
    this.server = server;
  }

  static BlackHole open() throws IOException {
    BlackHole hole = new BlackHole(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    while (hole.takesOneMore()) {
      assertThat(hole.queue.size()).as("connections in a queue of one").isLessThan(MOST);
    }
    return hole;
  }

  private boolean takesOneMore() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    ownPorts.add(socket.getLocalPort());
    try {
      socket.connect(server.getLocalSocketAddress(), 200);
      queue.add(socket);
      return true;
    } catch (SocketTimeoutException e) {
      socket.close();
      return false;
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Accepts what waits, and says how many connections that were not its own came after all. */
  int strangers() throws IOException {
    server.setSoTimeout(1_500);
    int strangers = 0;
    try {
      while (true) {
        try (Socket accepted = server.accept()) {
          strangers += ownPorts.contains(accepted.getPort()) ? 0 : 1;
        }
      }
    } catch (SocketTimeoutException e) {
      return strangers;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queue) {
      socket.close();
    }
    server.close();
  }
}
