/** Interior. The staged comparison under one uninterrupted load: legacy, cut over, rolled back. */
@NullMarked
package io.matapalo.perf.launcher.demo;

import org.jspecify.annotations.NullMarked;
