/**
 * Interior. Addresses in answers: which of them point to what is behind the proxy, and what clients
 * have to use in their place.
 */
@NullMarked
package io.matapalo.proxy.rewriting;

import org.jspecify.annotations.NullMarked;
