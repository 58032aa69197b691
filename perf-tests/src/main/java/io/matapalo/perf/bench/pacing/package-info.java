/**
 * Interior. * When requests are meant to start: the monotonic clock that is handed in, and arrival
 * schedules. Pure.
 */
@NullMarked
package io.matapalo.perf.bench.pacing;

import org.jspecify.annotations.NullMarked;
