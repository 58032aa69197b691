package io.matapalo.perf.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.matapalo.testkit.binaries.TestkitException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running script that answers each line with one line. What it is told stands in no argument,
 * file or variable, so it may be secret. It ends when its input does, and so with this JVM.
 * Confined to one thread.
 */
public final class ScriptConversation implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(5);
  private static final int MAX_ERROR_CHARACTERS = 2_000;

  private final Process process;
  private final BufferedWriter questions;
  // One question is open at a time. Empty: the script has ended.
  private final BlockingQueue<Optional<String>> answers = new ArrayBlockingQueue<>(4);
  private final Path errors;

  private ScriptConversation(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    Thread.ofVirtual().name("script-answers").start(this::readAnswers);
  }

  static ScriptConversation start(
      List<String> words, Map<String, String> environment, Path errors) {
    ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    try {
      return new ScriptConversation(builder.start(), errors);
    } catch (IOException e) {
      throw new TestkitException("cannot start " + words.getFirst(), e);
    }
  }

  private void readAnswers() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        answers.put(Optional.of(line));
        line = lines.readLine();
      }
      answers.put(Optional.empty());
    } catch (IOException e) {
      // Its output breaks only when it is killed, which closing does.
      answers.offer(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says one line and waits for the answer, at most a minute. */
  public String ask(String line) {
    if (line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a question is one line, had a line break");
    }
    try {
      questions.write(line);
      questions.newLine();
      questions.flush();
      Optional<String> answer = answers.poll(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null) {
        throw failure("did not answer within " + ANSWER);
      }
      return answer.orElseThrow(() -> failure("has ended"));
    } catch (IOException e) {
      throw failure("takes no question: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestkitException("interrupted while a script was asked", e);
    }
  }

  private TestkitException failure(String what) {
    String text;
    try {
      text = Files.readString(errors);
    } catch (IOException e) {
      text = "no errors can be read: " + e.getMessage();
    }
    return new TestkitException(
        "the script %s; its errors: %s"
            .formatted(what, text.substring(Math.max(0, text.length() - MAX_ERROR_CHARACTERS))));
  }

  /** Ends the script, by force if need be. Idempotent. */
  @Override
  public void close() {
    try {
      questions.close();
    } catch (IOException e) {
      // It has ended before; there is nobody to tell.
      process.destroyForcibly();
    }
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
