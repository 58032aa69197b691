/**
 * Interior. * The open-loop load engine: a pacer, one virtual thread per arrival, outcomes, and
 * recorders by intended start.
 */
@NullMarked
package io.matapalo.perf.bench.engine;

import org.jspecify.annotations.NullMarked;
