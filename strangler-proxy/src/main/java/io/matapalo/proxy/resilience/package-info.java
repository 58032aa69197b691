/**
 * Interior. Bounds on harm: admission to clusters, ejection of instances, and the pace of log
 * lines. No thread and no clock of its own.
 */
@NullMarked
package io.matapalo.proxy.resilience;

import org.jspecify.annotations.NullMarked;
