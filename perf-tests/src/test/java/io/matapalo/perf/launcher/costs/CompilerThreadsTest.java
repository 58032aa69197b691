package io.matapalo.perf.launcher.costs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompilerThreadsTest {
  @TempDir private Path processes;

  private void thread(String id, String name, long nanos) throws IOException {
    Path thread = Files.createDirectories(processes.resolve("7/task").resolve(id));
    Files.writeString(thread.resolve("comm"), name + "\n");
    Files.writeString(thread.resolve("schedstat"), nanos + " 5 6\n");
  }

  @Test
  void thisProcessHasCompiled() {
    assertThat(new CompilerThreads().of(ProcessHandle.current().pid())).isPositive();
  }

  @Test
  void compilersAreCountedAndNobodyElseAlsoAfterTheirEnd() throws IOException {
    CompilerThreads threads = new CompilerThreads(processes);
    assertThat(threads.of(7)).isZero();
    thread("8", "C1 CompilerThre", 100);
    thread("9", "C2 CompilerThre", 2_000);
    thread("10", "request-1", 50_000);
    assertThat(threads.of(7)).isEqualTo(Duration.ofNanos(2_100));
    for (String file : new String[] {"comm", "schedstat"}) {
      Files.delete(processes.resolve("7/task/9").resolve(file));
    }
    Files.delete(processes.resolve("7/task/9"));
    thread("8", "C1 CompilerThre", 400);
    assertThat(threads.of(7)).isEqualTo(Duration.ofNanos(2_400));
    assertThat(threads.of(70)).isZero();
  }
}
