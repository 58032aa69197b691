package io.matapalo.fastpath;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Sends commands to a Redis as an operator does, a byte a character; for tests. Confined to one
 * thread.
 */
public final class RedisConsole implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader answers;

  public RedisConsole(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer's text; empty for nothing; of a list how long it is. */
  public String ask(String... words) {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.ISO_8859_1).length;
      command.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    try {
      socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.ISO_8859_1));
      return answer(words[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer(String command) throws IOException {
    String line = answers.readLine();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '-' -> throw new IllegalStateException(command + " was answered " + line);
      case '$' -> rest.equals("-1") ? "" : text(Integer.parseInt(rest));
      case '*' -> {
        for (int left = Integer.parseInt(rest); left > 0; left--) {
          answer(command);
        }
        yield rest;
      }
      default -> rest;
    };
  }

  /** A character a byte, and the line's end after it. */
  private String text(int length) throws IOException {
    char[] text = new char[length + 2];
    int read = 0;
    while (read < text.length) {
      int more = answers.read(text, read, text.length - read);
      if (more < 0) {
        throw new IOException("the answer was cut");
      }
      read += more;
    }
    return new String(text, 0, length);
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
