/** API. The operations of Turnstile's Checkout service. */
@NullMarked
package io.matapalo.fastpath.checkout;

import org.jspecify.annotations.NullMarked;
