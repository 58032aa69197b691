/**
 * Interior. The results as an aligned text table, as summary.json and as one self-contained
 * report.html.
 */
@NullMarked
package io.matapalo.perf.bench.report;

import org.jspecify.annotations.NullMarked;
