/** Interior. Counters of what was routed where, and of what it did to the database. */
@NullMarked
package io.matapalo.proxy.telemetry;

import org.jspecify.annotations.NullMarked;
