package io.matapalo.router.jdbc;

import io.matapalo.router.pinning.Pin;
import java.sql.PreparedStatement;

/** A prepared statement of a routed connection. Confined to the connection's thread. */
final class RoutedPreparedStatement extends PreparedDelegate<PreparedStatement> {

  RoutedPreparedStatement(
      RoutedConnection owner, Pin pin, PreparedStatement target, Recipe<PreparedStatement> recipe) {
    super(owner, pin, target, recipe);
  }
}
