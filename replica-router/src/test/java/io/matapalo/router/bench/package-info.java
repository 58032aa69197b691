/** What the recorder costs: run by {@code ./matapalo bench recorder}, not by the build. */
@NullMarked
package io.matapalo.router.bench;

import org.jspecify.annotations.NullMarked;
