package io.matapalo.testkit.binaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The absolute links of unpacked packages, such as those of a JRE into {@code /etc}. Stateless. */
final class DebianLinks {
  private DebianLinks() {}

  /**
   * Lets absolute links lead to the unpacked file that they mean, wherever the root is moved later;
   * those that mean nothing of it stay as they are.
   */
  static void keepWithin(Path root) throws IOException {
    List<Path> links;
    try (Stream<Path> all = Files.walk(root)) {
      links = all.filter(Files::isSymbolicLink).toList();
    }
    for (Path link : links) {
      Path meant = Files.readSymbolicLink(link);
      Path within = root.resolve(meant.toString().replaceFirst("^/+", ""));
      Path folder = link.getParent();
      if (meant.isAbsolute() && folder != null && Files.exists(within, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(link);
        Files.createSymbolicLink(link, folder.relativize(within));
      }
    }
  }
}
