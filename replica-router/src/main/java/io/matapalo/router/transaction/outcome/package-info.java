/** API. The end of a unit of work: exceptions, and the row by which a commit is proven. */
@NullMarked
package io.matapalo.router.transaction.outcome;

import org.jspecify.annotations.NullMarked;
