/**
 * Interior. * Starts a stack of processes described by a stack.yaml, waits until it is ready, and
 * stops it in reverse order.
 */
@NullMarked
package io.matapalo.perf.launcher.stack;

import org.jspecify.annotations.NullMarked;
