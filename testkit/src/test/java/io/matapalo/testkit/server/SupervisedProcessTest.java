package io.matapalo.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  private ProcessPlan plan(String script) {
    return ProcessPlan.of(folder.resolve("log"), List.of("sh", "-c", script));
  }

  @Test
  void outputAndErrorsGoToTheLogAndTheExitCodeIsSeen() throws Exception {
    ProcessPlan plan =
        plan("echo \"out $GREETING\"; echo err >&2; exit 7").withEnvironment("GREETING", "hello");
    try (SupervisedProcess process = SupervisedProcess.start(plan)) {
      assertThat(process.ended(SOON)).isTrue();
      assertThat(process.exitCode()).hasValue(7);
      assertThat(process.logFile()).content().contains("out hello").contains("err");
    }
  }

  @Test
  void logIsAppendedTo() {
    for (int start = 0; start < 2; start++) {
      try (SupervisedProcess process = SupervisedProcess.start(plan("echo once"))) {
        assertThat(process.ended(SOON)).isTrue();
      }
    }
    assertThat(folder.resolve("log")).hasContent("once\nonce\n");
  }

  @Test
  void pidIsThatOfTheProgram() {
    try (SupervisedProcess process = SupervisedProcess.start(plan("exec sleep 60"))) {
      ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();

      assertThat(handle.info().command().orElse("")).doesNotContain("setsid");
      process.kill();

      assertThat(handle.isAlive()).isFalse();
      assertThat(process.exitCode()).hasValue(137);
    }
  }

  /** The signal alone lets a program that waits for a core run on. */
  @Test
  void aPausedProgramHasStoppedOnceTheCallReturns() throws Exception {
    try (SupervisedProcess process =
        SupervisedProcess.start(plan("echo up; while :; do :; done"))) {
      awaitLog("up");
      Path state = Path.of("/proc", Long.toString(process.pid()), "stat");
      for (int i = 0; i < 50; i++) {
        process.pause();
        assertThat(Files.readString(state)).contains(") T ");
        process.resume();
      }
    }
  }

  @Test
  void closeLetsTheProgramEndInOrder() {
    SupervisedProcess process =
        SupervisedProcess.start(
            plan("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"));
    try (process) {
      awaitLog("up");
    }
    assertThat(process.exitCode()).hasValue(0);
    assertThat(process.logFile()).content().contains("bye");
  }

  @Test
  void closeKillsWhatDoesNotListen() {
    SupervisedProcess process =
        SupervisedProcess.start(
            plan("trap '' TERM; echo up; while :; do sleep 0.05; done")
                .withStopDeadline(Duration.ofMillis(300)));
    try (process) {
      awaitLog("up");
    }
    assertThat(process.exitCode()).hasValue(137);
  }

  @Test
  void unknownProgramEndsAtOnceAndSaysSo() {
    ProcessPlan plan = ProcessPlan.of(folder.resolve("log"), List.of("no-such-program"));
    try (SupervisedProcess process = SupervisedProcess.start(plan)) {
      assertThat(process.ended(SOON)).isTrue();
      assertThat(process.exitCode()).hasValue(127);
      assertThat(process.logFile()).content().contains("no-such-program");
    }
  }

  @Test
  void closingTwiceIsFine() {
    SupervisedProcess process = SupervisedProcess.start(plan("exec sleep 60"));
    process.close();
    process.close();
    assertThat(process.isAlive()).isFalse();
  }

  private void awaitLog(String text) {
    Waiting.until("log says " + text, () -> ServerLog.atEndOf(folder.resolve("log")).from() > 0);
  }
}
