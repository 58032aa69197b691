/** API. Cards and the payment provider. */
@NullMarked
package io.matapalo.fastpath.provider;

import org.jspecify.annotations.NullMarked;
