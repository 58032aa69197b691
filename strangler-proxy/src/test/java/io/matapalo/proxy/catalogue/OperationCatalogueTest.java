package io.matapalo.proxy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.soap.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the catalogue takes, and what it finds. */
class OperationCatalogueTest {

  private static final Operation BUY = operation("buy", "/shop", "buy", Duration.ofMillis(1));
  private static final Operation LOOK = operation("look", "/shop", "look", Duration.ofMillis(1));
  private static final Operation SELL = operation("sell", "/market", "buy", Duration.ofMillis(1));
  private final OperationCatalogue catalogue = OperationCatalogue.of(List.of(BUY, LOOK, SELL));

  private static Operation operation(String name, String path, String element, Duration timeout) {
    return new Operation(
        name,
        path,
        new QualifiedName("urn:shop", element),
        Optional.empty(),
        OperationClass.READ,
        timeout,
        "legacy",
        Optional.empty(),
        Handling.usual());
  }

  @Test
  void operationsAreFoundByNameAndByPathAndElement() {
    assertThat(catalogue.operations()).containsExactly(BUY, LOOK, SELL);
    assertThat(catalogue.named("look")).contains(LOOK);
    assertThat(catalogue.named("Look")).isEmpty();
    assertThat(catalogue.find("/shop", BUY.element())).contains(BUY);
    assertThat(catalogue.find("/market", SELL.element())).contains(SELL);
    assertThat(catalogue.find("/market", LOOK.element())).isEmpty();
    assertThat(catalogue.find("/shop/", BUY.element())).isEmpty();
    assertThat(catalogue.find("/shop", new QualifiedName("urn:other", "buy"))).isEmpty();
  }

  @Test
  void anotherOperationIsOneOfTheSamePathWithThatName() {
    assertThat(catalogue.isAnotherAt(BUY, "look")).isTrue();
    assertThat(catalogue.isAnotherAt(BUY, "buy")).isFalse();
    assertThat(catalogue.isAnotherAt(BUY, "sell")).isFalse();
    assertThat(catalogue.isAnotherAt(SELL, "look")).isFalse();
    Operation elsewhere = operation("stray", "/stray", "buy", Duration.ofMillis(1));
    assertThat(catalogue.isAnotherAt(elsewhere, "look")).isFalse();
  }

  @Test
  void twoOperationsCannotBeMistakenForEachOther() {
    assertThatThrownBy(() -> OperationCatalogue.of(List.of(BUY, BUY)))
        .hasMessage("operation name must be unique, was twice: buy");
    Operation twin = operation("twin", "/shop", "buy", Duration.ofMillis(1));
    assertThatThrownBy(() -> OperationCatalogue.of(List.of(BUY, twin)))
        .hasMessage("path and element must be unique, were the same for buy and twin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/shop", "/shop/v1/", "/a.b/..c/.d", "/~!'()*"})
  void pathsThatReadInOneWayAreTaken(String path) {
    assertThat(PlainPath.isPlain(path)).isTrue();
    assertThat(operation("any", path, "any", Duration.ofMillis(1)).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "/a b",
        "/a\u007f",
        "/a\u00e4",
        "/a%2f",
        "/a;b",
        "/a\\b",
        "/a?b",
        "/a#b",
        "/a//b",
        "/./a",
        "/../a",
        "/a/.",
        "/a/.."
      })
  void pathsThatTwoServersMayReadDifferentlyAreRefused(String path) {
    assertThat(PlainPath.isPlain(path)).isFalse();
    assertThatThrownBy(() -> operation("any", path, "any", Duration.ofMillis(1)))
        .hasMessageStartingWith("path must start with /")
        .hasMessageEndingWith("was " + path);
  }

  @Test
  void aTimeoutIsPositive() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      assertThatThrownBy(() -> operation("any", "/", "any", none))
          .hasMessage("timeout must be positive, was " + none);
    }
  }

  @Test
  void onlyAnUnsafeOperationIsNeverSentTwice() {
    assertThat(OperationClass.READ.mayBeSentTwice()).isTrue();
    assertThat(OperationClass.IDEMPOTENT.mayBeSentTwice()).isTrue();
    assertThat(OperationClass.UNSAFE.mayBeSentTwice()).isFalse();
  }
}
