package io.matapalo.router.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of an application, in a process of its own. It connects to the proof that started it
 * and answers line by line, each connection on a thread of its own, until the proof hangs up.
 * Arguments: port of the proof, this instance's name, number of connections, class of the {@link
 * Work}. Settings, passwords among them, come by the connection.
 */
final class InstanceMain {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceMain.class);

  private InstanceMain() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int channels = Integer.parseInt(arguments[2]);
    try (Work work =
        Class.forName(arguments[3]).asSubclass(Work.class).getDeclaredConstructor().newInstance()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < channels; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        threads.add(
            Thread.ofPlatform()
                .name("channel-" + i)
                .start(() -> serve(socket, arguments[1], work)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    // Whatever the work has left running must not keep the process.
    Runtime.getRuntime().halt(0);
  }

  private static void serve(Socket socket, String name, Work work) {
    try (socket;
        PrintWriter out = new PrintWriter(socket.getOutputStream(), true, UTF_8);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      out.println(Message.of("instance", name).line());
      String line = in.readLine();
      while (line != null) {
        out.println(answer(work, line).line());
        line = in.readLine();
      }
    } catch (IOException e) {
      LOG.info("the proof has hung up instance={} reason={}", name, e.toString());
    }
  }

  // The one guard of a channel: whatever the work throws is the asker's to judge.
  @SuppressWarnings("IllegalCatch")
  private static Message answer(Work work, String line) {
    try {
      return work.answer(Message.parse(line));
    } catch (Exception e) {
      LOG.warn("work has failed", e);
      return Message.of("failed", e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
