/** API. Shows and asserts what SQL one block of code runs, for tests and tools. */
@NullMarked
package io.matapalo.recorder.trace;

import org.jspecify.annotations.NullMarked;
