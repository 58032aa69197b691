/** Deadlines, pauses, backoff and retry budgets; pure but for the one pause. */
@NullMarked
package io.matapalo.fastpath.pacing;

import org.jspecify.annotations.NullMarked;
