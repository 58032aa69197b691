package io.matapalo.proxy.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.catalogue.Handling;
import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import io.matapalo.proxy.catalogue.OperationClass;
import io.matapalo.proxy.catalogue.Sign;
import io.matapalo.proxy.soap.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CutoverTableTest {

  private static final Operation BUY = operation("buy", Optional.of("fast"));
  private static final Operation KEEP = operation("keep", Optional.empty());
  private static final OperationCatalogue CATALOGUE = OperationCatalogue.of(List.of(BUY, KEEP));

  private static Operation operation(String name, Optional<String> fast) {
    return new Operation(
        name,
        "/shop",
        new Sign.Element(new QualifiedName("urn:shop", name), Optional.empty()),
        OperationClass.READ,
        Duration.ofSeconds(1),
        "legacy",
        fast,
        Handling.usual());
  }

  @Test
  void everythingStartsOnLegacy() {
    assertThat(CutoverTable.allLegacy().side(BUY)).isEqualTo(Side.LEGACY);
    assertThat(CutoverTable.allLegacy().version()).isEqualTo(1);
  }

  @Test
  void nextTableSaysWhatMoved() {
    CutoverTable before = CutoverTable.allLegacy();
    CutoverTable after = before.next(CATALOGUE, Map.of("buy", "fast", "keep", "legacy"));
    assertThat(after.side(BUY)).isEqualTo(Side.FAST);
    assertThat(after.version()).isEqualTo(2);
    assertThat(before.changesTo(after, CATALOGUE))
        .containsExactly(new CutoverTable.Change("buy", Side.LEGACY, Side.FAST));
    assertThat(after.routesLike(before)).isFalse();
    CutoverTable back = after.next(CATALOGUE, Map.of());
    assertThat(back.routesLike(before)).isTrue();
    assertThat(back.version()).isEqualTo(3);
  }

  @Test
  void whatIsNotKnownIsRefusedByName() {
    CutoverTable table = CutoverTable.allLegacy();
    assertThatThrownBy(() -> table.next(CATALOGUE, Map.of("sell", "fast")))
        .isInstanceOf(CutoverException.class)
        .hasMessageContaining("[buy, keep]")
        .hasMessageContaining("sell");
    assertThatThrownBy(() -> table.next(CATALOGUE, Map.of("buy", "FAST")))
        .hasMessage("side of buy must be legacy or fast, was FAST");
    assertThatThrownBy(() -> table.next(CATALOGUE, Map.of("keep", "fast")))
        .hasMessageContaining("no fast cluster");
  }
}
