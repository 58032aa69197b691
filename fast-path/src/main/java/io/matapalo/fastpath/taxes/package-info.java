/** API. Tax rates: the local table and the service behind it. */
@NullMarked
package io.matapalo.fastpath.taxes;

import org.jspecify.annotations.NullMarked;
