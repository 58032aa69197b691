package io.matapalo.proxy.catalogue;

import io.matapalo.proxy.soap.QualifiedName;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** By what a request at an operation's path is recognised as that operation. */
public sealed interface Sign {

  /**
   * The first child of the SOAP Body.
   *
   * @param action decides between operations that share the element; of an element of its own it is
   *     only compared
   */
  record Element(QualifiedName name, Optional<String> action) implements Sign {}

  /** The client's action, for an operation whose SOAP Body is empty. */
  record Action(String action) implements Sign {}

  /** The method alone: no SOAP. */
  record Method(String method) implements Sign {

    private static final Pattern NAME = Pattern.compile("[A-Z]+");
    private static final Set<String> REFUSED = Set.of("TRACE", "CONNECT");

    public Method {
      if (!NAME.matcher(method).matches() || REFUSED.contains(method)) {
        throw new IllegalArgumentException(
            "method must be of capital letters, and neither TRACE nor CONNECT, which the proxy"
                + " refuses; was "
                + method);
      }
    }
  }

  /** The expected action, if the operation has one. */
  default Optional<String> expectedAction() {
    return switch (this) {
      case Element element -> element.action();
      case Action action -> Optional.of(action.action());
      case Method _ -> Optional.empty();
    };
  }

  /** The element, if the operation has one. */
  default Optional<QualifiedName> element() {
    return switch (this) {
      case Element element -> Optional.of(element.name());
      case Action _, Method _ -> Optional.empty();
    };
  }
}
