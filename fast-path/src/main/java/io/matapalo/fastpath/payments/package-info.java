/** API. Cards and the payment provider. */
@NullMarked
package io.matapalo.fastpath.payments;

import org.jspecify.annotations.NullMarked;
