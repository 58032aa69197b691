package io.matapalo.proxy.forwarding;

import io.undertow.util.HttpString;

/**
 * The field by which the proxy asks an upstream what a request did to the database, and by which
 * the upstream answers. A client's is never passed on, an upstream's only where decisions are
 * shown.
 */
final class SqlField {

  static final HttpString NAME = HttpString.tryFromString("X-Matapalo-Sql");
  static final String REQUEST = "please";

  private SqlField() {}

  /** Whether the proxy wants to know. */
  enum Wanted {
    YES,
    NO
  }
}
