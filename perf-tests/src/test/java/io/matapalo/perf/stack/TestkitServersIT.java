package io.matapalo.perf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.Main;
import io.matapalo.testkit.ServerSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memcached of a stack: a real one, or none where the source has none. */
final class TestkitServersIT {
  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Placeholders values = new Placeholders();

  private AutoCloseable memcached(ServerSource source) {
    Progress progress =
        new Progress(new PrintStream(printed, true, StandardCharsets.UTF_8), Main.systemClock());
    return new TestkitServers(source, progress)
        .start("memcached", new StackFile.ServerSpec(null), folder.resolve("memcached"), values);
  }

  @Test
  void memcachedIsWhereItsPlaceholderSays() throws Exception {
    try (AutoCloseable server = memcached(ServerSource.DEBIAN)) {
      String[] address = values.resolve("${memcached.address}").split(":", -1);
      try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
        assertThat(socket.isConnected()).as("connected to %s", server).isTrue();
      }
      assertThat(values.resolve("${memcached.origin}")).startsWith("memcached of Debian 12");
    }
  }

  @Test
  void stackOnJarsOfMavenRunsWithoutMemcached() throws Exception {
    try (AutoCloseable none = memcached(ServerSource.MAVEN)) {
      assertThat(none).isNotNull();
      assertThat(values.resolve("[${memcached.address}]")).isEqualTo("[]");
      assertThat(values.resolve("${memcached.origin}")).isEqualTo("none");
      assertThat(printed.toString(StandardCharsets.UTF_8)).contains("the stack runs without it");
    }
  }
}
