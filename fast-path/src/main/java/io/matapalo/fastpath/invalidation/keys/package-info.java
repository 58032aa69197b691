/** API. Which entries a changed row makes stale: decided from what is handed in, asks nobody. */
@NullMarked
package io.matapalo.fastpath.invalidation.keys;

import org.jspecify.annotations.NullMarked;
