/** The staged comparison under one uninterrupted load: legacy, cut over, rolled back. */
@NullMarked
package io.matapalo.perf.demo;

import org.jspecify.annotations.NullMarked;
