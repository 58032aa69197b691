package io.matapalo.proxy.fields;

import io.undertow.util.HttpString;

/**
 * The field by which the proxy asks an upstream what a request did to the database, and by which
 * the upstream answers. A client's is never passed on, an upstream's only where decisions are
 * shown.
 */
public final class SqlField {

  /** Its name. */
  public static final HttpString NAME = HttpString.tryFromString("X-Matapalo-Sql");

  /** What the proxy sends. */
  public static final String REQUEST = "please";

  private SqlField() {}

  /** Whether the proxy wants to know. */
  public enum Wanted {
    YES,
    NO
  }
}
