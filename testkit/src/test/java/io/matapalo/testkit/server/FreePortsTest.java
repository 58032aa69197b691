package io.matapalo.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void portsDifferAndCanBeListenedOn() throws Exception {
    var ports = FreePorts.next(50);

    assertThat(ports).hasSize(50).doesNotHaveDuplicates();
    assertThat(FreePorts.next(50)).doesNotContainAnyElementsOf(ports);
    try (ServerSocket socket =
        new ServerSocket(ports.getFirst(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  /** Linux gives those from 32768 on to clients, macOS those from 49152 on. */
  @Test
  void portsLieBelowThoseOfClients() {
    assertThat(FreePorts.next(50)).allMatch(port -> port >= 12_000 && port < 32_000);
  }

  @Test
  void absurdCountIsRefused() {
    assertThatThrownBy(() -> FreePorts.next(0)).hasMessageContaining("was 0");
  }
}
