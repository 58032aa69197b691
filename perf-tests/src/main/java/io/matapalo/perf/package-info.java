/** API. Drives load, measures and reports; starts stacks as processes. */
@NullMarked
package io.matapalo.perf;

import org.jspecify.annotations.NullMarked;
