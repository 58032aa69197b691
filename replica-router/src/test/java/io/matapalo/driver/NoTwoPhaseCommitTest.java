package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class NoTwoPhaseCommitTest {

  /** As a container does: by the class name that it was given. */
  @Test
  void aContainersXaDataSourceIsRefusedAndToldWhatToWrite() throws Exception {
    Class<?> named = Class.forName("io.matapalo.driver.MatapaloXADataSource");
    assertThatThrownBy(() -> named.getConstructor().newInstance())
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .rootCause()
        .hasMessageContaining("has no two-phase commit")
        .hasMessageContaining("io.matapalo.driver.MatapaloDriver");
  }
}
