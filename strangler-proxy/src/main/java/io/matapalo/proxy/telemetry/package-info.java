/** Interior. Counters of what was routed where. */
@NullMarked
package io.matapalo.proxy.telemetry;

import org.jspecify.annotations.NullMarked;
