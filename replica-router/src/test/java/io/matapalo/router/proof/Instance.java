package io.matapalo.router.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.matapalo.testkit.server.SupervisedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An instance as its proof sees it: a process that answers messages. Thread-safe; as many questions
 * at once as it has channels, further ones wait.
 */
final class Instance implements AutoCloseable {
  private static final int LAST_LINES = 25;

  private final String name;
  private final SupervisedProcess process;
  private final BlockingQueue<Channel> channels;

  /** One connection to the process; used by one thread at a time. */
  private record Channel(Socket socket, BufferedReader in, PrintWriter out) {}

  Instance(String name, SupervisedProcess process, int channels) {
    this.name = name;
    this.process = process;
    this.channels = new ArrayBlockingQueue<>(channels);
  }

  /** Takes a connection of the process in; says whether it was the last that was missing. */
  boolean connected(Socket socket, BufferedReader in) throws IOException {
    channels.add(new Channel(socket, in, new PrintWriter(socket.getOutputStream(), true, UTF_8)));
    return channels.remainingCapacity() == 0;
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}. */
  void kill() {
    process.kill();
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws InstanceException if the instance has died, does not answer in time, or answers that it
   *     has failed
   */
  Message ask(Duration within, Object... namesAndValues) {
    Message question = Message.of(namesAndValues);
    try {
      Channel channel = channels.poll(within.toMillis(), TimeUnit.MILLISECONDS);
      if (channel == null) {
        throw new InstanceException(
            "%s has no free channel within %s for %s"
                .formatted(name, within, question.fields().keySet()));
      }
      Message answer = exchange(channel, question, within);
      // Only a channel that has answered can be asked again.
      channels.add(channel);
      if (answer.has("failed")) {
        throw new InstanceException(name + " has failed: " + answer.text("failed"));
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstanceException("interrupted while asking " + name, e);
    }
  }

  private Message exchange(Channel channel, Message question, Duration within) {
    try {
      channel.socket().setSoTimeout(Math.toIntExact(within.toMillis()));
      channel.out().println(question.line());
      String line = channel.in().readLine();
      if (line == null) {
        throw new InstanceException(died());
      }
      return Message.parse(line);
    } catch (SocketTimeoutException e) {
      close(channel);
      throw new InstanceException("%s does not answer within %s".formatted(name, within), e);
    } catch (IOException e) {
      throw new InstanceException(died(), e);
    }
  }

  /** How it ended, with the end of its log. */
  String died() {
    process.ended(Duration.ofSeconds(5));
    return "%s has died or hung up, exit code %s; the end of its log:%n%s"
        .formatted(name, process.exitCode(), lastLines());
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(process.logFile(), UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(cannot be read: " + e + ")";
    }
  }

  private static void close(Channel channel) {
    try {
      channel.socket().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hangs up; the process ends by itself, or is ended. */
  @Override
  public void close() {
    channels.forEach(Instance::close);
    process.close();
  }
}
