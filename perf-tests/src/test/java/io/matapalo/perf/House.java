package io.matapalo.perf;

import io.matapalo.testkit.rules.SourcePackage;
import io.matapalo.testkit.rules.SourcePackages;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All modules with the packages of their main code, as the sources show them. Immutable.
 *
 * @param modules name to packages; a module stands above those that it may import
 */
record House(SequencedMap<String, List<SourcePackage>> modules) {
  static final List<String> MODULES =
      List.of(
          "perf-tests",
          "fast-path",
          "strangler-proxy",
          "replica-router",
          "migration",
          "testkit",
          "legacy-monolith");

  static House below(Path root) {
    SequencedMap<String, List<SourcePackage>> modules = new LinkedHashMap<>();
    for (String module : MODULES) {
      modules.put(module, SourcePackages.in(root.resolve(module)).all());
    }
    return new House(modules);
  }

  /** The package of that name, whichever module has it; empty for one that is not ours. */
  Optional<SourcePackage> packageNamed(String name) {
    return modules.values().stream()
        .flatMap(List::stream)
        .filter(one -> one.name().equals(name))
        .findFirst();
  }

  /** The module that has a package of that name. */
  Optional<String> moduleOf(String packageName) {
    return modules.entrySet().stream()
        .filter(
            module -> module.getValue().stream().anyMatch(one -> one.name().equals(packageName)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The packages of other modules that a module's main code imports, in alphabetical order. */
  List<String> importedBy(String module) {
    return known(modules, module).stream()
        .flatMap(one -> one.imports().stream())
        .filter(name -> moduleOf(name).filter(owner -> !owner.equals(module)).isPresent())
        .distinct()
        .sorted()
        .toList();
  }

  /** The entry of a name that must be there. */
  static <V> V known(Map<String, V> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }
}
