package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Settings of servers outlive a renaming: whoever still writes a former name is told the right one.
 */
final class FormerNamesTest {

  @ParameterizedTest
  @CsvSource({
    "io.matapalo.router.jdbc.MatapaloDriver, io.matapalo.driver.MatapaloDriver",
    "io.matapalo.router.servlet.jakarta.RecorderFilter, io.matapalo.driver.jakarta.RecorderFilter",
    "io.matapalo.router.servlet.javax.RecorderFilter, io.matapalo.driver.javax.RecorderFilter"
  })
  void aFormerNameFailsWithTheNameThatHolds(String former, String name) throws Exception {
    Class<?> type = Class.forName(former);
    assertThatThrownBy(() -> type.getConstructor().newInstance())
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .hasMessageContaining(former + " is now " + name + ": write that name");
    assertThat(type.getInterfaces()).isEqualTo(Class.forName(name).getInterfaces());
  }
}
