/**
 * API. Reads the database's log and tells caches what it has made stale, in the log's order. Knows
 * no table, no cache's interior and no router.
 */
@NullMarked
package io.matapalo.fastpath.invalidation;

import org.jspecify.annotations.NullMarked;
