package io.matapalo.router.jdbc;

import io.matapalo.router.pinning.Pin;
import java.sql.Statement;

/** A plain statement of a routed connection. Confined to the connection's thread. */
final class RoutedStatement extends StatementDelegate<Statement> {

  RoutedStatement(RoutedConnection owner, Pin pin, Statement target, Recipe<Statement> recipe) {
    super(owner, pin, target, recipe);
  }
}
