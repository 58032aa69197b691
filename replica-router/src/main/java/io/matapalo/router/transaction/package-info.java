/**
 * API. Runs units of work as whole transactions, again after a conflict, and knows what a commit
 * did.
 */
@NullMarked
package io.matapalo.router.transaction;

import org.jspecify.annotations.NullMarked;
