/** API. What the fast path tells about itself. */
@NullMarked
package io.matapalo.fastpath.telemetry;

import org.jspecify.annotations.NullMarked;
