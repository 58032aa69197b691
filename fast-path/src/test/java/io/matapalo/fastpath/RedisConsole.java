package io.matapalo.fastpath;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends commands to a Redis as an operator does; for tests. Confined to one thread. */
final class RedisConsole implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader answers;

  RedisConsole(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer's text; empty for nothing. */
  String ask(String... words) {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    try {
      socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
      String answer = answers.readLine();
      if (answer.startsWith("-")) {
        throw new IllegalStateException(words[0] + " was answered " + answer);
      }
      if (!answer.startsWith("$")) {
        return answer.substring(1);
      }
      return answer.equals("$-1") ? "" : answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
