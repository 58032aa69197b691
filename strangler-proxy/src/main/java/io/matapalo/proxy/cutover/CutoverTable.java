package io.matapalo.proxy.cutover;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which side answers each operation. Immutable; a request reads one table once and follows it to
 * its end.
 *
 * @param version counts the tables published since start, from 1
 */
public record CutoverTable(long version, Map<String, Side> sides) {

  public CutoverTable {
    sides = Map.copyOf(sides);
  }

  /** Everything to legacy. */
  public static CutoverTable allLegacy() {
    return new CutoverTable(1, Map.of());
  }

  /**
   * The table that follows this one, from names and labels as they stand in a file. An operation
   * that is not named is on legacy.
   *
   * @throws CutoverException for an operation or side that is not known, or an operation that has
   *     no fast path
   */
  public CutoverTable next(OperationCatalogue catalogue, Map<String, String> labels) {
    Map<String, Side> parsed = new LinkedHashMap<>();
    labels.forEach((name, label) -> parsed.put(name, sideOf(catalogue, name, label)));
    parsed.values().removeIf(side -> side == Side.LEGACY);
    return new CutoverTable(version + 1, parsed);
  }

  private static Side sideOf(OperationCatalogue catalogue, String name, String label) {
    Operation operation =
        catalogue
            .named(name)
            .orElseThrow(() ->
                new CutoverException(
                    "operation must be one of the catalogue's %s, was %s"
                        .formatted(
                            catalogue.operations().stream().map(Operation::name).toList(), name)));
    Side side =
        Side.parse(label)
            .orElseThrow(() ->
                new CutoverException(
                    "side of %s must be legacy or fast, was %s".formatted(name, label)));
    if (side == Side.FAST && operation.fastCluster().isEmpty()) {
      throw new CutoverException(
          "side of %s must be legacy, was fast: the catalogue names no fast cluster for it"
              .formatted(name));
    }
    return side;
  }

  /** The side that answers the operation. */
  public Side side(Operation operation) {
    return sides.getOrDefault(operation.name(), Side.LEGACY);
  }

  /** Whether both tables send each operation to the same side. */
  public boolean routesLike(CutoverTable other) {
    return sides.equals(other.sides);
  }

  /** What differs in the table that follows, one entry an operation. */
  public List<Change> changesTo(CutoverTable next, OperationCatalogue catalogue) {
    List<Change> changes = new ArrayList<>();
    for (Operation operation : catalogue.operations()) {
      if (side(operation) != next.side(operation)) {
        changes.add(new Change(operation.name(), side(operation), next.side(operation)));
      }
    }
    return changes;
  }

  /** One operation that moved. */
  public record Change(String operation, Side before, Side after) {}
}
