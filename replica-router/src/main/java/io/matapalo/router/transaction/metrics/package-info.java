/** Interior. Counts attempts, retries, their causes and what became of commits in doubt. */
@NullMarked
package io.matapalo.router.transaction.metrics;

import org.jspecify.annotations.NullMarked;
