package io.matapalo.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.cutover.CutoverState;
import io.matapalo.proxy.cutover.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the table in force when the file is broken while the proxy runs. */
class CutoverFileTest {

  private static final String BUY_ON_FAST = "operations:\n  buy: fast\n";

  @TempDir Path folder;

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private Path file;

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private CutoverFile cutover;

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private Operation buy;

  @BeforeEach
  void openWithBuyOnFast() throws IOException {
    ProxyConfig config =
        ProxyConfigReader.read(
            """
            clusters:
              legacy:
                instances:
                  - {name: one, url: "http://127.0.0.1:8081"}
            operations:
              - name: buy
                path: /shop
                element: "{urn:shop}buy"
                class: unsafe
                fast: legacy
            """
                .getBytes(StandardCharsets.UTF_8),
            folder);
    buy = config.catalogue().operations().getFirst();
    file = folder.resolve("cutover.yaml");
    Files.writeString(file, BUY_ON_FAST);
    cutover = CutoverFile.open(file, config.catalogue());
    assertThat(state().fileState()).isInstanceOf(CutoverState.Good.class);
  }

  private CutoverState state() {
    return cutover.cutoverSwitch().state();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "# operations:\n",
        "operations",
        "operations:\n  buy",
        "operations:\n  buy:",
        "operations:\n  buy: fa",
        "operations:\n  buy: [",
        "operations:\n  buy: fast\n  buy: legacy\n"
      })
  void brokenFileKeepsTheLastGoodTableUntilItIsMended(String broken) throws IOException {
    Files.writeString(file, broken);
    cutover.look();
    assertThat(state().fileState()).isInstanceOf(CutoverState.Broken.class);
    assertThat(state().table().side(buy)).isEqualTo(Side.FAST);
    Files.writeString(file, BUY_ON_FAST);
    cutover.look();
    assertThat(state().fileState()).isInstanceOf(CutoverState.Good.class);
  }

  @Test
  void deletedFileKeepsTheLastGoodTableUntilItIsBack() throws IOException {
    Files.delete(file);
    cutover.look();
    assertThat(state().fileState()).isInstanceOf(CutoverState.Missing.class);
    assertThat(state().table().side(buy)).isEqualTo(Side.FAST);
    Files.writeString(file, BUY_ON_FAST);
    cutover.look();
    assertThat(state().fileState()).isInstanceOf(CutoverState.Good.class);
  }

  /** The content before it was too large was remembered as read, and so stayed broken. */
  @Test
  void fileThatWasTooLargeIsGoodAgainOnceItIsWhatItWas() throws IOException {
    Files.writeString(file, "#".repeat((1 << 20) + 1));
    cutover.look();
    assertThat(state().fileState()).isInstanceOf(CutoverState.Broken.class);
    Files.writeString(file, BUY_ON_FAST);
    cutover.look();
    assertThat(state().fileState()).isInstanceOf(CutoverState.Good.class);
    assertThat(state().table().side(buy)).isEqualTo(Side.FAST);
  }

  /** Whoever takes all lines out in a hurry means to roll back, and is not to be refused. */
  @ParameterizedTest
  @ValueSource(strings = {"operations: {}\n", "operations:\n", "operations:\n#  buy: fast\n"})
  void noLineLeftMovesEverythingBackToLegacy(String emptied) throws IOException {
    Files.writeString(file, emptied);
    cutover.look();
    assertThat(state().fileState()).isInstanceOf(CutoverState.Good.class);
    assertThat(state().table().side(buy)).isEqualTo(Side.LEGACY);
  }
}
