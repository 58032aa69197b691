/** Interior. What one request of each operation costs either side: statements, rows, CPU time. */
@NullMarked
package io.matapalo.perf.launcher.costs;

import org.jspecify.annotations.NullMarked;
