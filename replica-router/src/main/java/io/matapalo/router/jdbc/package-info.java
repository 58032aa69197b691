/**
 * Interior. JDBC objects that send each call to the pinned physical connection of their
 * transaction.
 */
@NullMarked
package io.matapalo.router.jdbc;

import org.jspecify.annotations.NullMarked;
