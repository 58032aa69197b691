/** API. Whether a purchase can be sold, and what it costs. */
@NullMarked
package io.matapalo.fastpath.checkout.sale;

import org.jspecify.annotations.NullMarked;
