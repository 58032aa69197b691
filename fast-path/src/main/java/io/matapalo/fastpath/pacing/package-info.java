/** API. Deadlines of requests and of background work; pure. */
@NullMarked
package io.matapalo.fastpath.pacing;

import org.jspecify.annotations.NullMarked;
