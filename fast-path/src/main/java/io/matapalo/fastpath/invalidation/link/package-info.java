/** API. The connection on which a server sends its log, from a position on. Decides nothing. */
@NullMarked
package io.matapalo.fastpath.invalidation.link;

import org.jspecify.annotations.NullMarked;
