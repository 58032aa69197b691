package io.matapalo.router.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A call of what a node's driver has made. It is made again when another node is used. */
interface NodeCall<C, T extends @Nullable Object> {

  T on(C node) throws SQLException;
}
