package io.matapalo.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.rules.SourcePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The picture of the house in {@code docs/architecture.md} is that of the code. The system property
 * {@code matapalo.draw-house} draws it anew.
 */
class HousePictureTest {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));
  private static final Path PICTURE = ROOT.resolve("docs/pictures/house.svg");

  @Test
  void thePictureShowsTheCodeAndAllArrowsLeadDown() throws IOException {
    String drawn = new HousePicture(House.below(ROOT)).svg();
    if (Boolean.getBoolean("matapalo.draw-house")) {
      Files.writeString(PICTURE, drawn);
    }
    assertThat(PICTURE)
        .as(
            "draw it anew: ./matapalo test -pl perf-tests -am -Dtest=HousePictureTest -Dmatapalo.draw-house=true")
        .hasContent(drawn);
  }

  @Test
  void packagesLieBelowThoseThatImportThem() {
    PackageLayers layers =
        new PackageLayers(
            List.of(
                of("m.a", "m.b", "m.c"),
                of("m.b", "m.c"),
                of("m.c", "java.util"),
                of("m.d", "m.c")));
    assertThat(layers.layers())
        .containsExactly(List.of("m.a", "m.d"), List.of("m.b"), List.of("m.c"));
    assertThat(layers.directImports("m.a")).containsExactly("m.b");
  }

  @Test
  void circleHasNoLayers() {
    List<SourcePackage> circle = List.of(of("m.a", "m.b"), of("m.b", "m.c"), of("m.c", "m.b"));
    assertThatThrownBy(() -> new PackageLayers(circle))
        .hasMessageContaining("a circle of packages");
  }

  private static SourcePackage of(String name, String... imports) {
    return new SourcePackage(name, SourcePackage.Door.API, 3, true, Set.of(imports));
  }
}
