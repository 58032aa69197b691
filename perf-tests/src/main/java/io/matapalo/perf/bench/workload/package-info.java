/**
 * Interior. * What is sent, as data: templates with slots, seeded slot sources, and rings of values
 * learnt from answers.
 */
@NullMarked
package io.matapalo.perf.bench.workload;

import org.jspecify.annotations.NullMarked;
