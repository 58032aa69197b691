package io.matapalo.proxy.warmup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in the place of an instance during the warm-up: listens on loopback and gives each kind of
 * request its answer. Thread-safe.
 */
final class OwnServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OwnServer.class);

  private final ServerSocketChannel listening;
  private final ThreadFactory threads;
  private final Queue<SocketChannel> connections = new ConcurrentLinkedQueue<>();

  private OwnServer(ServerSocketChannel listening, ThreadFactory threads) {
    this.listening = listening;
    this.threads = threads;
  }

  /** Starts it on a free port. */
  static OwnServer start(ThreadFactory threads) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    OwnServer server = new OwnServer(listening, threads);
    threads.newThread(server::accept).start();
    return server;
  }

  int port() throws IOException {
    return ((InetSocketAddress) listening.getLocalAddress()).getPort();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = listening.accept();
        connections.add(connection);
        threads.newThread(() -> serve(connection)).start();
      }
    } catch (IOException e) {
      LOG.debug("Warm-up has ended. reason={}", e.toString());
    }
  }

  private static void serve(SocketChannel connection) {
    ByteBuffer request = ByteBuffer.allocateDirect(Exchange.MOST_BYTES);
    ByteBuffer answer = ByteBuffer.allocateDirect(Exchange.MOST_BYTES);
    try (connection) {
      while (request.hasRemaining() && connection.read(request) >= 0) {
        if (Message.endsRequest(request)) {
          Exchange.of(request).answer(answer);
          request.clear();
          while (answer.hasRemaining()) {
            connection.write(answer);
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("Connection of the warm-up has ended. reason={}", e.toString());
    }
  }

  /** Ends all connections; its threads end with them. */
  @Override
  public void close() throws IOException {
    listening.close();
    for (SocketChannel connection : connections) {
      connection.close();
    }
  }
}
