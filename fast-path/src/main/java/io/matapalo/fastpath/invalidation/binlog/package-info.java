/** API. The wire to the database's binary log, and what its events say. Knows no target. */
@NullMarked
package io.matapalo.fastpath.invalidation.binlog;

import org.jspecify.annotations.NullMarked;
