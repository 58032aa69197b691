/** API. The simulated payment provider: authorisations, captures, refunds and their ledger. */
@NullMarked
package io.matapalo.testkit.vendors.payment;

import org.jspecify.annotations.NullMarked;
