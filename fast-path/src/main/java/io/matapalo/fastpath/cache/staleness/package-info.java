/** API. What makes entries stale, who is told, and how old entries may be. */
@NullMarked
package io.matapalo.fastpath.cache.staleness;

import org.jspecify.annotations.NullMarked;
