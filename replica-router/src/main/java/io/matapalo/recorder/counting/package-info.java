/** API. The counters: of each operation, of each statement text, and of each unit of work. */
@NullMarked
package io.matapalo.recorder.counting;

import org.jspecify.annotations.NullMarked;
