/**
 * API. Keeps values of the database where many readers share them, and drops them when the
 * database's log says that they are stale. Knows no value.
 */
@NullMarked
package io.matapalo.fastpath.cache;

import org.jspecify.annotations.NullMarked;
