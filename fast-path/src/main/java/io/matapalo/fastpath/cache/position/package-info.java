/** API. Positions in the database's history, as text and compared. */
@NullMarked
package io.matapalo.fastpath.cache.position;

import org.jspecify.annotations.NullMarked;
