/**
 * What the simulated vendors decide and remember: payments and rates. Free of network, clock and
 * threads.
 */
@NullMarked
package io.matapalo.testkit.vendors;

import org.jspecify.annotations.NullMarked;
