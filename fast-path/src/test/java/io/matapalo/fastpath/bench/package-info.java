/** What caches cost. */
@NullMarked
package io.matapalo.fastpath.bench;

import org.jspecify.annotations.NullMarked;
