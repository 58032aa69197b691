/**
 * API. Counts SQL statements by verb and operation. All copies in one JVM share one set of totals,
 * made of JDK types only.
 */
@NullMarked
package io.matapalo.recorder;

import org.jspecify.annotations.NullMarked;
