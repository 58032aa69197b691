/** Interior. Reads the reports of Lincheck and PIT, and writes their page of results. */
@NullMarked
package io.matapalo.perf.launcher.checkers;

import org.jspecify.annotations.NullMarked;
