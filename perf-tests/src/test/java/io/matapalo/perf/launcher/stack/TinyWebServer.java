package io.matapalo.perf.launcher.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A process that answers 200 to everything, for the launcher's tests. Confined to one thread. */
final class TinyWebServer {
  private TinyWebServer() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    try (ServerSocket listener = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
      while (!listener.isClosed()) {
        answer(listener);
      }
    }
  }

  private static void answer(ServerSocket listener) throws IOException {
    try (Socket socket = listener.accept()) {
      InputStream in = socket.getInputStream();
      if (in.read(new byte[4096]) > 0) {
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
