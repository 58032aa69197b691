package io.matapalo.proxy.catalogue;

import io.matapalo.proxy.soap.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All operations the proxy knows, found by name, or by path and element. Immutable. */
public final class OperationCatalogue {

  private final Map<String, Operation> byName;
  private final Map<String, Map<QualifiedName, Operation>> byPath;

  private OperationCatalogue(
      Map<String, Operation> byName, Map<String, Map<QualifiedName, Operation>> byPath) {
    this.byName = byName;
    this.byPath = byPath;
  }

  /**
   * A catalogue of these.
   *
   * @throws IllegalArgumentException if two share a name, or path and element
   */
  public static OperationCatalogue of(List<Operation> operations) {
    Map<String, Operation> byName = new LinkedHashMap<>();
    Map<String, Map<QualifiedName, Operation>> byPath = new LinkedHashMap<>();
    for (Operation operation : operations) {
      if (byName.put(operation.name(), operation) != null) {
        throw new IllegalArgumentException(
            "operation name must be unique, was twice: " + operation.name());
      }
      Operation other =
          byPath
              .computeIfAbsent(operation.path(), path -> new LinkedHashMap<>())
              .put(operation.element(), operation);
      if (other != null) {
        throw new IllegalArgumentException(
            "path and element must be unique, were the same for %s and %s"
                .formatted(other.name(), operation.name()));
      }
    }
    return new OperationCatalogue(byName, byPath);
  }

  /** All of them, in the order of the configuration. */
  public List<Operation> operations() {
    return List.copyOf(byName.values());
  }

  /** The operation of that name. */
  public Optional<Operation> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The operation that a request to this raw path with this element means. */
  public Optional<Operation> find(String path, QualifiedName element) {
    Map<QualifiedName, Operation> atPath = byPath.get(path);
    return atPath == null ? Optional.empty() : Optional.ofNullable(atPath.get(element));
  }

  /** Whether another operation at the same path has that local name. */
  public boolean isAnotherAt(Operation operation, String localName) {
    if (operation.element().localName().equals(localName)) {
      return false;
    }
    return byPath.getOrDefault(operation.path(), Map.of()).keySet().stream()
        .anyMatch(element -> element.localName().equals(localName));
  }
}
