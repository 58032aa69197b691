/**
 * Interior. Which instances of a cluster may be used: judged by their answers, by probes, and by
 * what the operator says. Decides only; whoever probes is elsewhere.
 */
@NullMarked
package io.matapalo.proxy.health;

import org.jspecify.annotations.NullMarked;
