/** API. Takes the money of booked orders, at once or later. */
@NullMarked
package io.matapalo.fastpath.settlement;

import org.jspecify.annotations.NullMarked;
