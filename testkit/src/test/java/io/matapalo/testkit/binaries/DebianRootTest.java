package io.matapalo.testkit.binaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DebianRootTest {
  @TempDir private Path folder;

  @Test
  void absoluteLinksLeadToTheUnpackedFileEvenAfterAMove() throws IOException {
    Path root = folder.resolve("before");
    Path configuration = Files.createDirectories(root.resolve("etc/java"));
    Files.writeString(configuration.resolve("jvm.cfg"), "-server");
    Path library = Files.createDirectories(root.resolve("usr/lib/jvm"));
    Files.createSymbolicLink(library.resolve("jvm.cfg"), Path.of("/etc/java/jvm.cfg"));
    Files.createSymbolicLink(library.resolve("elsewhere"), Path.of("/nowhere/at/all"));

    new DebianRoot(root).keepLinksWithin();
    Path after = Files.move(root, folder.resolve("after"));

    assertThat(after.resolve("usr/lib/jvm/jvm.cfg")).hasContent("-server");
    assertThat(Files.readSymbolicLink(after.resolve("usr/lib/jvm/elsewhere")))
        .hasToString("/nowhere/at/all");
  }
}
