package io.matapalo.perf.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackFileTest {
  @TempDir private Path folder;

  private StackFile file(String processes) throws IOException {
    Path file = folder.resolve("s.yaml");
    Files.writeString(file, "name: s\nports: [web]\npublic-port: web\nprocesses:\n" + processes);
    return StackFile.read(file);
  }

  @Test
  void turnstileStackIsValidAndComplete() {
    StackFile file = StackFile.read(Path.of("stacks/turnstile.yaml"));
    assertThat(file.processes())
        .extracting(ProcessSpec::name)
        .containsExactly("vendors", "schema", "data", "legacy", "fast-path", "proxy");
    assertThat(file.publicPort()).isEqualTo("proxy");
    assertThat(file.measuring())
        .hasValueSatisfying(measure -> assertThat(measure.sides()).hasSize(2));
    assertThat(file.addresses().keySet()).first().isEqualTo("proxy");
  }

  @Test
  void durationsAndChecksAreRead() throws IOException {
    ProcessSpec spec =
        file("  - {name: a, command: [x], ready: {tcp: \"${port.web}\", within: 1500ms}}\n")
            .processes()
            .getFirst();
    assertThat(spec.ready().limit()).isEqualTo(Duration.ofMillis(1500));
    assertThat(spec.ready().check()).isEqualTo(new Readiness.TcpAccepts("${port.web}"));
    assertThat(spec.toString()).isEqualTo("process a");
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> file("  - {name: a, after: [b], command: [x], ready: {exit: 0}}\n"))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("earlier process, was b");
    assertThatThrownBy(() -> file("  - {name: a, command: [x], ready: {exit: 0, tcp: \"1\"}}\n"))
        .hasMessageContaining("exactly one of http, tcp, log, exit");
    assertThatThrownBy(() -> file("  - {name: a, command: [x], ready: {exit: 0, within: 5 min}}\n"))
        .hasMessageContaining("was 5 min");
    assertThatThrownBy(() -> file("  - {name: A b, command: [x], ready: {exit: 0}}\n"))
        .hasMessageContaining("was A b");
    assertThatThrownBy(
            () -> file("  - {name: a, command: [x], enviroment: {}, ready: {exit: 0}}\n"))
        .hasMessageContaining("enviroment");
    assertThatThrownBy(() -> StackFile.read(folder.resolve("none.yaml")))
        .hasMessageContaining("none.yaml");
  }

  @Test
  void placeholdersAreResolvedOrNamed() {
    Placeholders values = new Placeholders();
    values.put("port.web", "81");
    values.put("run", "/a$1\\b");
    assertThat(values.resolve("x:${port.web}/${run}")).isEqualTo("x:81//a$1\\b");
    assertThat(values.resolve("$HOME {port.web} ${NAME}")).isEqualTo("$HOME {port.web} ${NAME}");
    assertThatThrownBy(() -> values.resolve("${port.wbe}"))
        .hasMessage("placeholder ${port.wbe} is not known; known are [port.web, run]");
  }
}
