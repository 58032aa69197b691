/**
 * API. A TCP relay that stands for a network: the relay delays what passes, and can cut it. Its
 * threads wait for times of the machine's monotonic clock.
 */
@NullMarked
package io.matapalo.testkit.relay;

import org.jspecify.annotations.NullMarked;
