package io.matapalo.testkit.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** memcached from Debian's package. */
class MemcachedIT {

  private static ServerConfig config(String folder) {
    return ServerConfig.inFolder(TestFolders.fresh(folder)).withSource(ServerSource.DEBIAN);
  }

  private static String command(Memcached cache, String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cache.port())) {
      socket.getOutputStream().write((line + "\r\nquit\r\n").getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void keepsWhatItIsGivenWithinItsMemory() throws Exception {
    try (Memcached cache = Memcached.start(config("memcached").withOptions("-m", "16"))) {
      assertThat(command(cache, "set seat 0 60 3\r\nA17")).isEqualTo("STORED\r\n");
      assertThat(command(cache, "get seat")).contains("A17");
      assertThat(command(cache, "stats")).contains("limit_maxbytes 16777216\r");
      assertThat(cache.origin()).contains("memcached of Debian 12, 1.6.");
      assertThat(cache.address()).isEqualTo("127.0.0.1:" + cache.port());
      assertThat(Files.readString(cache.logFile())).as("keys in its log").doesNotContain("seat");
    }
  }

  @Test
  void comesBackEmptyOnItsPortAfterKill() throws Exception {
    Memcached killed = Memcached.start(config("memcached-kill"));
    try (killed) {
      command(killed, "set seat 0 60 3\r\nA17");
      killed.kill();
      assertThat(killed.isAlive()).isFalse();
    }
    try (Memcached again = Memcached.start(killed.config())) {
      assertThat(again.port()).isEqualTo(killed.port());
      assertThat(command(again, "get seat")).isEqualTo("END\r\n");
    }
  }

  @Test
  void rootHandsItToNobody() throws Exception {
    assumeTrue(ServerAccount.isRoot(), "only root changes the account");
    try (Memcached cache = Memcached.start(config("memcached-nobody"))) {
      assertThat(Files.getAttribute(Path.of("/proc/" + cache.pid()), "unix:uid")).isEqualTo(65_534);
    }
  }

  @Test
  void mavenCentralHasNone() {
    ServerConfig maven = config("memcached-maven").withSource(ServerSource.MAVEN);
    assertThatThrownBy(() -> Memcached.start(maven))
        .hasMessageContaining("Maven Central has no memcached")
        .hasMessageContaining("install it, so that it is found on PATH");
    assertThat(Memcached.startIfOffered(maven)).isEmpty();
  }
}
