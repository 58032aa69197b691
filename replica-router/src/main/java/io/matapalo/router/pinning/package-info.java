/**
 * Interior. Pins a transaction to a node for its length: which node, with which session state, and
 * what a failure there means.
 */
@NullMarked
package io.matapalo.router.pinning;

import org.jspecify.annotations.NullMarked;
