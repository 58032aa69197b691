package io.matapalo.router.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness itself: processes of their own, that answer, fail and die with a clear text. */
final class InstancesIT {
  private static final Duration WITHIN = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void instancesAreProcessesThatAnswerFailAndDie() {
    try (Instances instances = Instances.start(2, 2, EchoWork.class, folder)) {
      String text = "a line\nand \"another\"";
      List<Message> answers =
          instances.askAll(
              WITHIN, instance -> new Object[] {"do", "echo", "text", text + instance.name()});
      assertThat(answers)
          .extracting(answer -> answer.text("text"))
          .containsExactly(text + "vm1", text + "vm2");
      List<Long> pids = answers.stream().map(answer -> answer.number("pid")).toList();
      assertThat(pids).doesNotHaveDuplicates().doesNotContain(ProcessHandle.current().pid());

      Instance first = instances.of("vm1");
      assertThatThrownBy(() -> first.ask(WITHIN, "do", "fail"))
          .isInstanceOf(InstanceException.class)
          .hasMessageContaining("vm1 has failed: IllegalStateException: as asked");
      assertThatThrownBy(() -> first.ask(Duration.ofMillis(50), "do", "hang"))
          .hasMessageContaining("vm1 does not answer within PT0.05S");
      assertThat(first.ask(WITHIN, "do", "echo", "text", "b").text("text")).isEqualTo("b");

      instances.of("vm2").kill();
      assertThatThrownBy(() -> instances.of("vm2").ask(WITHIN, "do", "echo", "text", "c"))
          .hasMessageContaining("vm2 has died or hung up, exit code");

      instances.all().forEach(Instance::close);
      Awaitility.await()
          .atMost(WITHIN)
          .until(() -> pids.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
    }
  }

  @Test
  void aClassThatCannotBeStartedIsToldWithItsLog() {
    assertThatThrownBy(() -> Instances.start(1, 1, Work.class, folder))
        .isInstanceOf(InstanceException.class)
        .hasMessageContaining("vm1 has died", "NoSuchMethodException");
  }
}
