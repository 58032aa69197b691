package io.matapalo.testkit.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends back what it gets, a thread for each connection. Thread-safe. */
final class EchoServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final CountDownLatch reset = new CountDownLatch(1);

  EchoServer() throws IOException {
    Thread.ofPlatform().daemon().name("echo").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Has a client's connection been reset? */
  boolean awaitReset() throws InterruptedException {
    return reset.await(10, TimeUnit.SECONDS);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofPlatform().daemon().name("echo-one").start(() -> echo(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void echo(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      byte[] buffer = new byte[65_536];
      int length = in.read(buffer);
      while (length >= 0) {
        out.write(buffer, 0, length);
        length = in.read(buffer);
      }
    } catch (IOException e) {
      reset.countDown();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
