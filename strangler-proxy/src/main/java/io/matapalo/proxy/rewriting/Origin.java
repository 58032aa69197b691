package io.matapalo.proxy.rewriting;

import io.matapalo.proxy.affinity.Instance;

/**
 * A place behind the proxy, as addresses in answers name it. Immutable.
 *
 * @param path below which it serves the proxy's {@code /}; may be empty
 */
record Origin(Authority authority, String path) {

  static Origin of(Instance instance) {
    return new Origin(Authority.of(instance.host(), instance.port()), instance.path());
  }
}
