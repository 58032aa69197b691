/**
 * API. How a transaction ended: the exceptions that users catch, the row by which a commit proves
 * itself, and what asks for that row.
 */
@NullMarked
package io.matapalo.router.transaction.outcome;

import org.jspecify.annotations.NullMarked;
