/** API. Runs units of work as whole transactions, and again after a conflict. */
@NullMarked
package io.matapalo.router.transaction;

import org.jspecify.annotations.NullMarked;
