package io.matapalo.perf.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.server.ServerCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of the shell, which is everywhere. */
class ScriptConversationTest {
  @TempDir private Path folder;

  private ScriptConversation script(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("script.sh"), text);
    return new SoapRuntime("shell", List.of("sh"), Map.of("GREETING", "hello"))
        .start(file, folder.resolve("errors.log"));
  }

  @Test
  void eachLineIsAnswered() throws IOException {
    try (ScriptConversation greeter =
        script("while read -r name; do echo \"$GREETING $name\"; done\n")) {
      assertThat(greeter.ask("Zoë")).isEqualTo("hello Zoë");
      assertThat(greeter.ask("Ada")).isEqualTo("hello Ada");
      assertThatThrownBy(() -> greeter.ask("two\nlines")).hasMessageContaining("one line");
    }
  }

  @Test
  void scriptThatEndsIsQuoted() throws IOException {
    try (ScriptConversation broken = script("read -r line; echo 'no such module' >&2; exit 3\n")) {
      assertThatThrownBy(() -> broken.ask("anything"))
          .hasMessageContaining("the script has ended; its errors: no such module");
    }
  }

  @Test
  void missingNodeIsNamed() {
    SoapRuntimes runtimes = new SoapRuntimes(ServerCache.at(folder), "/no/such/folder");

    assertThat(runtimes.offersNode()).isFalse();
    assertThatThrownBy(runtimes::node)
        .hasMessageContaining("node is not on PATH; install Node.js 20.19 or later");
  }
}
