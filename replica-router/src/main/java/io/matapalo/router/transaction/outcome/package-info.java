/** Interior. The row by which a transaction proves that it was committed, and what asks for it. */
@NullMarked
package io.matapalo.router.transaction.outcome;

import org.jspecify.annotations.NullMarked;
