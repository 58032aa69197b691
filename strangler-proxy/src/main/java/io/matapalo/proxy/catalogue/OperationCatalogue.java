package io.matapalo.proxy.catalogue;

import io.matapalo.proxy.soap.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All operations the proxy knows, found by name, or by path and sign. A path without {@code *} goes
 * before the patterns that match it too. Immutable.
 */
public final class OperationCatalogue {

  private static final PathOperations NONE = new PathOperations();

  private final Map<String, Operation> byName;
  private final Map<String, PathOperations> byPath;
  private final List<Pattern> patterns;

  /** The operations of a path with {@code *}. */
  private record Pattern(PathPattern path, PathOperations operations) {}

  private OperationCatalogue(
      Map<String, Operation> byName, Map<String, PathOperations> byPath, List<Pattern> patterns) {
    this.byName = byName;
    this.byPath = byPath;
    this.patterns = patterns;
  }

  /**
   * A catalogue of these.
   *
   * @throws IllegalArgumentException if two share a name, or if a request could mean either
   */
  public static OperationCatalogue of(List<Operation> operations) {
    Map<String, Operation> byName = new LinkedHashMap<>();
    Map<String, PathOperations> byPath = new LinkedHashMap<>();
    for (Operation operation : operations) {
      if (byName.put(operation.name(), operation) != null) {
        throw new IllegalArgumentException(
            "operation name must be unique, was twice: " + operation.name());
      }
      byPath.computeIfAbsent(operation.path(), _ -> new PathOperations()).add(operation);
    }
    List<Pattern> patterns = new ArrayList<>();
    byPath.forEach((path, found) -> {
      if (PathPattern.isPattern(path)) {
        patterns.add(new Pattern(PathPattern.of(path), found));
      }
    });
    refuseTwins(patterns);
    return new OperationCatalogue(byName, byPath, List.copyOf(patterns));
  }

  private static void refuseTwins(List<Pattern> patterns) {
    for (int i = 0; i < patterns.size(); i++) {
      for (int j = i + 1; j < patterns.size(); j++) {
        if (patterns.get(i).path().overlaps(patterns.get(j).path())) {
          PathOperations together = new PathOperations();
          together.addAll(patterns.get(i).operations());
          together.addAll(patterns.get(j).operations());
        }
      }
    }
  }

  /** All of them, in the order of the configuration. */
  public List<Operation> operations() {
    return List.copyOf(byName.values());
  }

  /** The operation of that name. */
  public Optional<Operation> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The operation that a SOAP request to this raw path means.
   *
   * @param action the client's; decides between operations that share the element
   */
  public Optional<Operation> find(String path, QualifiedName element, Optional<String> action) {
    return first(path, operations -> operations.ofElement(element, action));
  }

  /** The operation that a SOAP request with an empty Body means. */
  public Optional<Operation> findEmpty(String path, Optional<String> action) {
    return first(path, operations -> operations.ofEmptyBody(action));
  }

  /** The operation that a request with this method means, whatever its body is. */
  public Optional<Operation> findByMethod(String path, String method) {
    return first(path, operations -> operations.ofMethod(method));
  }

  private Optional<Operation> first(
      String path, Function<PathOperations, Optional<Operation>> search) {
    PathOperations atPath = byPath.get(path);
    Optional<Operation> exact = atPath == null ? Optional.empty() : search.apply(atPath);
    if (exact.isPresent() || patterns.isEmpty()) {
      return exact;
    }
    return patterns.stream()
        .filter(pattern -> pattern.path().matches(path))
        .flatMap(pattern -> search.apply(pattern.operations()).stream())
        .findFirst();
  }

  /** Whether another operation at the same path has that local name. */
  public boolean isAnotherAt(Operation operation, String localName) {
    boolean own =
        operation.sign().element().filter(it -> it.localName().equals(localName)).isPresent();
    return !own && byPath.getOrDefault(operation.path(), NONE).hasElementCalled(localName);
  }
}
