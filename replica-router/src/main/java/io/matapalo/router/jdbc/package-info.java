/** Interior. JDBC objects that hand each call to the pinned connection of their transaction. */
@NullMarked
package io.matapalo.router.jdbc;

import org.jspecify.annotations.NullMarked;
