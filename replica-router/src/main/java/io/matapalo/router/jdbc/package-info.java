/**
 * Implements JDBC interfaces: the driver behind {@code jdbc:matapalo:} and its counting
 * connections.
 */
@NullMarked
package io.matapalo.router.jdbc;

import org.jspecify.annotations.NullMarked;
