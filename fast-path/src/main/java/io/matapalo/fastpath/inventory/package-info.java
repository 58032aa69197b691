/** API. The operations of Turnstile's Inventory service, and the end of what they hold. */
@NullMarked
package io.matapalo.fastpath.inventory;

import org.jspecify.annotations.NullMarked;
