package io.matapalo.testkit.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages of a module, read from its sources: class files do not tell a front door, and they
 * mix what is written with what is generated. Immutable.
 *
 * @param all by name
 */
public record SourcePackages(List<SourcePackage> all) {
  public SourcePackages {
    all = List.copyOf(all);
  }

  /** Those of the main code of the module in a folder. */
  public static SourcePackages in(Path moduleFolder) {
    return below(moduleFolder.resolve("src/main/java"));
  }

  /** Those of its tests. */
  public static SourcePackages ofTestsIn(Path moduleFolder) {
    return below(moduleFolder.resolve("src/test/java"));
  }

  private static SourcePackages below(Path sources) {
    if (!Files.isDirectory(sources)) {
      throw new IllegalArgumentException("no folder " + sources.toAbsolutePath());
    }
    try (Stream<Path> files = Files.walk(sources)) {
      TreeMap<String, List<Path>> byPackage =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .collect(
                  Collectors.groupingBy(
                      file -> packageName(sources, file), TreeMap::new, Collectors.toList()));
      List<SourcePackage> all = new ArrayList<>();
      for (var one : byPackage.entrySet()) {
        all.add(SourcePackage.of(one.getKey(), one.getValue()));
      }
      return new SourcePackages(all);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the sources below " + sources, e);
    }
  }

  /**
   * Fails, with each fault on a line, unless every package says on which side of the front door it
   * lies and has 3 to 15 types.
   *
   * @param ofAnySize full names of packages that may have fewer types or more
   */
  public void check(Set<String> ofAnySize) {
    String faults =
        all.stream()
            .flatMap(one -> one.faults(ofAnySize.contains(one.name())).stream())
            .collect(Collectors.joining("\n"));
    if (!faults.isEmpty()) {
      throw new AssertionError("the packages break rules of the house:\n" + faults);
    }
  }

  /** The names of those that only their own module may import. */
  public Set<String> interior() {
    return all.stream()
        .filter(one -> one.door() == SourcePackage.Door.INTERIOR)
        .map(SourcePackage::name)
        .collect(Collectors.toSet());
  }

  private static String packageName(Path sources, Path file) {
    Path folder = file.getParent();
    return folder == null ? "" : sources.relativize(folder).toString().replace('/', '.');
  }
}
