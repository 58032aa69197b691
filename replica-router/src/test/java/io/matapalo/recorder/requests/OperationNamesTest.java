package io.matapalo.recorder.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class OperationNamesTest {

  @Test
  void renamesAndAttributes() {
    OperationNames names =
        OperationNames.of(
            "/t/v3#purchase=Checkout.purchase; /t/v3#getOrder=Checkout.getOrder;",
            "/t/backend#executePurchase=Checkout.purchase");

    assertThat(names.nameOf("/t/v3#purchase")).isEqualTo("Checkout.purchase");
    assertThat(names.nameOf("/t/v3#getOrder")).isEqualTo("Checkout.getOrder");
    assertThat(names.nameOf("/t/v3#other")).isEqualTo("/t/v3#other");
    assertThat(names.outerOf("/t/backend#executePurchase")).contains("Checkout.purchase");
    assertThat(names.outerOf("/t/v3#purchase")).isEmpty();
  }

  @Test
  void namesTheBrokenEntry() {
    assertThatThrownBy(() -> OperationNames.of("a=b;c", ""))
        .hasMessage("matapalo.recorder.names must be label=name;label=name, has an entry 'c'");
  }
}
