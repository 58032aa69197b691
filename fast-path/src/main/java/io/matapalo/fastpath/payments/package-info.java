/** API. The service Payments: what customers paid, by orders and ledger. */
@NullMarked
package io.matapalo.fastpath.payments;

import org.jspecify.annotations.NullMarked;
