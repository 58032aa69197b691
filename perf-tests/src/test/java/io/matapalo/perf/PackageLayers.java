package io.matapalo.perf;

import io.matapalo.testkit.rules.SourcePackage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The packages of one module in layers: each lies below all that import it, as far up as that lets
 * it. Packages that import each other in a circle have no layers and are refused. Immutable.
 */
final class PackageLayers {
  private final Map<String, Set<String>> imports = new TreeMap<>();
  private final Map<String, Integer> depths = new HashMap<>();

  PackageLayers(List<SourcePackage> packages) {
    packages.forEach(one -> imports.put(one.name(), new TreeSet<>(one.imports())));
    imports.values().forEach(all -> all.retainAll(imports.keySet()));
    imports.keySet().forEach(name -> place(name, 0, List.of()));
  }

  /** The names of the packages of each layer, the highest first. */
  List<List<String>> layers() {
    List<List<String>> layers = new ArrayList<>();
    imports
        .keySet()
        .forEach(name -> {
          while (layers.size() <= House.known(depths, name)) {
            layers.add(new ArrayList<>());
          }
          layers.get(House.known(depths, name)).add(name);
        });
    return layers;
  }

  /** What a package imports and does not reach by way of another import. */
  Set<String> directImports(String name) {
    Set<String> direct = new TreeSet<>(House.known(imports, name));
    House.known(imports, name).forEach(one -> direct.removeAll(reachedFrom(one)));
    return direct;
  }

  private void place(String name, int depth, List<String> importers) {
    if (importers.contains(name)) {
      throw new AssertionError("a circle of packages: %s, %s".formatted(importers, name));
    }
    if (depth <= depths.getOrDefault(name, -1)) {
      return;
    }
    depths.put(name, depth);
    List<String> way = new ArrayList<>(importers);
    way.add(name);
    House.known(imports, name).forEach(imported -> place(imported, depth + 1, way));
  }

  private Set<String> reachedFrom(String name) {
    Set<String> reached = new HashSet<>();
    for (String imported : House.known(imports, name)) {
      if (reached.add(imported)) {
        reached.addAll(reachedFrom(imported));
      }
    }
    return reached;
  }
}
