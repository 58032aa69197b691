/**
 * Interior. What keeps a client at its instance: the data that tell clients apart, the signed
 * cookie and the sessions that were learned or placed.
 */
@NullMarked
package io.matapalo.proxy.stickiness;

import org.jspecify.annotations.NullMarked;
