package io.matapalo.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
  private static final ServerConfig CONFIG = ServerConfig.inFolder(Path.of("folder"));

  @Test
  void passwordIsRandomAndNotShown() {
    assertThat(CONFIG.login().password())
        .isNotEqualTo(ServerConfig.inFolder(Path.of("folder")).login().password());
    assertThat(CONFIG.toString()).doesNotContain(CONFIG.login().password());
  }

  @Test
  void wrongValuesAreNamed() {
    assertThatThrownBy(() -> CONFIG.withPort(70_000)).hasMessageContaining("was 70000");
    assertThatThrownBy(() -> CONFIG.withLogin("a'b", "secret")).hasMessageContaining("was a'b");
    assertThatThrownBy(() -> CONFIG.withLogin("administrator", "secret"))
        .hasMessageContaining("not the administrator");
    assertThatThrownBy(() -> CONFIG.withLogin("app", "se'cret"))
        .hasMessageContaining("password must be")
        .hasMessageNotContaining("se'cret");
  }
}
