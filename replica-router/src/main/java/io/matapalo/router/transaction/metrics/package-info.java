/** API. Counts of attempts, retries with their causes, and commits in doubt. */
@NullMarked
package io.matapalo.router.transaction.metrics;

import org.jspecify.annotations.NullMarked;
