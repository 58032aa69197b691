/**
 * Interior. Bounds on harm: admission to clusters, whose fault a failed connection is, and the pace
 * of log lines. No thread and no clock of its own.
 */
@NullMarked
package io.matapalo.proxy.resilience;

import org.jspecify.annotations.NullMarked;
