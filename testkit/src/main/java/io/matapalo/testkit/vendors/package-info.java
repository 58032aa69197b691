/**
 * API. The simulated vendors but the payment provider: their servers, their settings, what they
 * decide and remember. Free of network, clock and threads.
 */
@NullMarked
package io.matapalo.testkit.vendors;

import org.jspecify.annotations.NullMarked;
