/** Interior. The operations of the Checkout service: purchase and getOrder. */
@NullMarked
package io.matapalo.fastpath.checkout;

import org.jspecify.annotations.NullMarked;
