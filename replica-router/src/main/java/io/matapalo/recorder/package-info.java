/** API. Counts SQL statements by verb and operation. All copies in one JVM share their totals. */
@NullMarked
package io.matapalo.recorder;

import org.jspecify.annotations.NullMarked;
