/** API. Tickets of an event: lines that want some, and the stock they come from and go back to. */
@NullMarked
package io.matapalo.fastpath.stock;

import org.jspecify.annotations.NullMarked;
