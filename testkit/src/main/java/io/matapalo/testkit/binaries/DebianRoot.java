package io.matapalo.testkit.binaries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Debian packages that lie unpacked in a folder as they would below {@code /}. Immutable.
 *
 * @param folder stands for {@code /}
 */
public record DebianRoot(Path folder) {
  /** Where the loader must look for the libraries among them. */
  public List<Path> libraryFolders() {
    return Stream.of(folder.resolve("usr/lib"), folder.resolve("lib"))
        .filter(Files::isDirectory)
        .flatMap(place -> listed(place, path -> path.toString().endsWith("-linux-gnu")).stream())
        .toList();
  }

  /** The version of one of them, for reports. */
  public String version(String packageName) {
    try (Stream<String> names = Files.lines(folder.resolve("packages.txt"), UTF_8)) {
      return names
          .filter(name -> name.startsWith(packageName + "_"))
          .map(name -> name.substring(packageName.length() + 1, name.lastIndexOf('_')))
          .map(version -> version.replace("%3a", ":"))
          .findFirst()
          .orElse("unknown version");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the list of packages in " + folder, e);
    }
  }

  /**
   * Lets the absolute links of the packages, such as those of a JRE into {@code /etc}, lead to the
   * unpacked file that they mean, wherever the root is moved later. Those that mean nothing of it
   * stay as they are.
   */
  void keepLinksWithin() throws IOException {
    List<Path> links;
    try (Stream<Path> all = Files.walk(folder)) {
      links = all.filter(Files::isSymbolicLink).toList();
    }
    for (Path link : links) {
      Path meant = Files.readSymbolicLink(link);
      Path within = folder.resolve(meant.toString().replaceFirst("^/+", ""));
      Path place = link.getParent();
      if (meant.isAbsolute() && place != null && Files.exists(within, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(link);
        Files.createSymbolicLink(link, place.relativize(within));
      }
    }
  }

  static List<Path> listed(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }
}
