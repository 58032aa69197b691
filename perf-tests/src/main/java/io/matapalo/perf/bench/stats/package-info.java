/**
 * Interior. * Numbers of a measured window: percentiles, errors, SQL per request, and the verdict
 * on the generator. Pure.
 */
@NullMarked
package io.matapalo.perf.bench.stats;

import org.jspecify.annotations.NullMarked;
