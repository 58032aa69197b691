/**
 * Interior. Which instance takes a client: the hash of the proxy's own, those of nginx and HAProxy,
 * the fewest requests, or turns. Pure, but for counters that go round.
 */
@NullMarked
package io.matapalo.proxy.placement;

import org.jspecify.annotations.NullMarked;
