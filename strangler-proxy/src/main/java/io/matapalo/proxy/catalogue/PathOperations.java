package io.matapalo.proxy.catalogue;

import io.matapalo.proxy.soap.QualifiedName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations at one path, by their signs. Filled once, then only read. */
final class PathOperations {

  private final Map<QualifiedName, Shared> byElement = new LinkedHashMap<>();
  private final Map<String, Operation> byAction = new LinkedHashMap<>();
  private final Map<String, Operation> byMethod = new LinkedHashMap<>();

  /**
   * The operations that share an element; without an action there is only one. Confined to one
   * thread while it is filled.
   */
  private static final class Shared {
    private final Map<String, Operation> byAction = new LinkedHashMap<>();
    private Optional<Operation> only = Optional.empty();

    private Optional<Operation> meantBy(Optional<String> action) {
      return only.isPresent() ? only : action.map(byAction::get);
    }
  }

  /**
   * Adds an operation.
   *
   * @throws IllegalArgumentException if a request could mean this one and another
   */
  void add(Operation operation) {
    switch (operation.sign()) {
      case Sign.Element element -> addElement(operation, element);
      case Sign.Action sign ->
          refuseTwin(byAction.put(sign.action(), operation), operation, "path and soap-action");
      case Sign.Method sign ->
          refuseTwin(byMethod.put(sign.method(), operation), operation, "path and method");
    }
    boolean hasSoap = !byElement.isEmpty() || !byAction.isEmpty();
    if (hasSoap && byMethod.containsKey("POST")) {
      throw new IllegalArgumentException(
          "path must have either method POST or SOAP operations, had both at " + operation.name());
    }
  }

  private void addElement(Operation operation, Sign.Element element) {
    Shared shared = byElement.computeIfAbsent(element.name(), _ -> new Shared());
    String action = element.action().orElse("");
    if (shared.byAction.isEmpty()) {
      shared.only = Optional.of(operation);
    } else {
      boolean toldApart = !action.isEmpty() && !shared.byAction.containsKey("");
      Operation other = shared.byAction.values().iterator().next();
      if (!toldApart) {
        refuseTwin(other, operation, "path and element");
      }
      shared.only = Optional.empty();
    }
    refuseTwin(shared.byAction.put(action, operation), operation, "path, element and soap-action");
  }

  private static void refuseTwin(@Nullable Operation other, Operation operation, String what) {
    if (other != null) {
      throw new IllegalArgumentException(
          "%s must be unique, were the same for %s and %s"
              .formatted(what, other.name(), operation.name()));
    }
  }

  Optional<Operation> ofElement(QualifiedName element, Optional<String> action) {
    Shared shared = byElement.get(element);
    return shared == null ? Optional.empty() : shared.meantBy(action);
  }

  Optional<Operation> ofEmptyBody(Optional<String> action) {
    return action.map(byAction::get);
  }

  Optional<Operation> ofMethod(String method) {
    return Optional.ofNullable(byMethod.get(method));
  }

  /** Whether an operation has an element with this local name. */
  boolean hasElementCalled(String localName) {
    return byElement.keySet().stream().anyMatch(name -> name.localName().equals(localName));
  }

  /** Takes the operations of a path that can mean the same request, to find the twins. */
  void addAll(PathOperations others) {
    others.byElement.values().forEach(shared -> shared.byAction.values().forEach(this::add));
    others.byAction.values().forEach(this::add);
    others.byMethod.values().forEach(this::add);
  }
}
