package io.matapalo.testkit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.binaries.PathBinaries;
import io.matapalo.testkit.binaries.TestkitException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A child process with a log file, which does not outlive this JVM, however that ends. Between the
 * two stands a small shell that holds the read end of a pipe: when the JVM is gone, the pipe ends,
 * and the shell sends TERM and then KILL. It runs in a session of its own, so that a terminal's
 * Ctrl-C reaches only the JVM. Thread-safe.
 */
public final class SupervisedProcess implements AutoCloseable {
  private static final Duration KILL_DEADLINE = Duration.ofSeconds(10);
  private static final Duration PAUSE_DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(1);

  // Arguments: log file, grace in tenths of a second, owner and folder to give back at the end,
  // command.
  private static final String SUPERVISOR =
      """
      exec 3<&0 4>&1 </dev/null >>"$1" 2>&1
      grace=$2 owner=$3 folder=$4; shift 4
      "$@" 3<&- 4>&- &
      child=$!
      trap 'kill -TERM $child 2>/dev/null; kill -CONT $child 2>/dev/null' TERM HUP INT
      echo $child >&4; exec 4>&-
      (
        trap '' TERM HUP INT
        read -r line <&3
        kill -TERM $child; kill -CONT $child; n=0
        while kill -0 $child && [ $n -lt $grace ]; do sleep 0.1; n=$((n+1)); done
        kill -KILL $child
      ) 2>/dev/null &
      watcher=$!
      while :; do wait $child; code=$?; kill -0 $child 2>/dev/null || break; done
      kill -KILL $watcher 2>/dev/null
      if [ -n "$owner" ]; then chown -R -h "$owner" "$folder"; fi
      exit $code
      """;

  private final ProcessPlan plan;
  private final Process supervisor;
  private final ProcessHandle child;

  private SupervisedProcess(ProcessPlan plan, Process supervisor, ProcessHandle child) {
    this.plan = plan;
    this.supervisor = supervisor;
    this.child = child;
  }

  /**
   * Starts the program. A program that cannot be run ends at once with exit code 127 and says so in
   * its log.
   */
  public static SupervisedProcess start(ProcessPlan plan) {
    return start(plan, ServerAccount.ofThisProcess());
  }

  public static SupervisedProcess start(ProcessPlan plan, ServerAccount account) {
    List<String> words = new ArrayList<>();
    PathBinaries.on(System.getenv().getOrDefault("PATH", ""))
        .program("setsid")
        .ifPresent(setsid -> words.add(setsid.toString()));
    words.addAll(List.of("sh", "-c", SUPERVISOR, "supervisor", plan.logFile().toString()));
    words.add(String.valueOf(Math.max(1, plan.stopDeadline().toMillis() / 100)));
    words.add(account.giveBackTo().orElse(""));
    words.add(account.folder().map(Path::toString).orElse(""));
    words.addAll(account.commandPrefix());
    words.addAll(plan.command());
    ProcessBuilder builder = new ProcessBuilder(words).directory(plan.workingFolder().toFile());
    builder.environment().putAll(plan.environment());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Files.createDirectories(plan.workingFolder());
      Process supervisor = builder.start();
      return new SupervisedProcess(plan, supervisor, childOf(supervisor, plan));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + plan.command().getFirst(), e);
    }
  }

  private static ProcessHandle childOf(Process supervisor, ProcessPlan plan) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(supervisor.getInputStream(), UTF_8))) {
      String line = reader.readLine();
      if (line == null) {
        supervisor.destroyForcibly();
        throw new TestkitException(
            "the supervisor of %s did not start; check that %s can be written"
                .formatted(plan.command().getFirst(), plan.logFile()));
      }
      // A child that has already ended has no handle; the supervisor stands for it.
      return ProcessHandle.of(Long.parseLong(line.strip())).orElse(supervisor.toHandle());
    }
  }

  /** The process id of the program itself, not of the shell that watches it. */
  public long pid() {
    return child.pid();
  }

  public Path logFile() {
    return plan.logFile();
  }

  public boolean isAlive() {
    return supervisor.isAlive();
  }

  /** The exit code, if the program has ended; 128 and the number of the signal if one ended it. */
  public OptionalInt exitCode() {
    return supervisor.isAlive() ? OptionalInt.empty() : OptionalInt.of(supervisor.exitValue());
  }

  /** Kills the program at once, as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    if (supervisor.isAlive()) {
      signal(child::destroyForcibly);
      if (!ended(KILL_DEADLINE)) {
        throw new TestkitException("process %d does not end after KILL".formatted(pid()));
      }
    }
  }

  /**
   * Stops the program in its tracks, as SIGSTOP does; it keeps its connections and locks. Returns
   * once no thread of it runs. On a busy machine they run on for a while after the signal.
   */
  public void pause() {
    named("STOP");
    long end = System.nanoTime() + PAUSE_DEADLINE.toNanos();
    while (child.isAlive() && !isPaused()) {
      if (System.nanoTime() > end) {
        throw new TestkitException("process %d does not stop after STOP".formatted(pid()));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** By the state of each thread, proc(5); true where the system does not tell. */
  private boolean isPaused() {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      return threads.allMatch(SupervisedProcess::isStopped);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the threads of process " + pid(), e);
    }
  }

  private static boolean isStopped(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"), ISO_8859_1);
      return "TtZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException e) {
      // The thread has ended since it was listed.
      return true;
    }
  }

  /** Lets a paused program go on, as SIGCONT does. */
  public void resume() {
    named("CONT");
  }

  /** Asks the program to end, waits up to the deadline of its plan, then kills it. Idempotent. */
  @Override
  public void close() {
    if (supervisor.isAlive()) {
      signal(child::destroy);
      named("CONT");
      if (!ended(plan.stopDeadline())) {
        kill();
      }
    }
  }

  /** Waits until the program has ended; false when the time is up first. */
  public boolean ended(Duration within) {
    try {
      return supervisor.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestkitException("interrupted while waiting for process " + pid(), e);
    }
  }

  // Java sends only TERM and KILL.
  private void named(String signal) {
    signal(() ->
        Command.of("sh", "-c", "kill -s \"$1\" \"$2\"", "signal", signal, Long.toString(pid()))
            .attempt()
            .succeeded());
  }

  private void signal(java.util.function.BooleanSupplier signal) {
    // Refused only when the process has gone in between, which is what was asked for.
    if (!signal.getAsBoolean() && child.isAlive()) {
      throw new TestkitException(
          "may not signal process %d; it belongs to %s"
              .formatted(pid(), child.info().user().orElse("another user")));
    }
  }
}
