/**
 * Interior. The warm-up: requests of the proxy's own, to a server of its own, before the port
 * opens. No instance, counter, log or session of the operator's hears of them.
 */
@NullMarked
package io.matapalo.proxy.warmup;

import org.jspecify.annotations.NullMarked;
