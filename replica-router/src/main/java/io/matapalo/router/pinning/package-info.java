/** Interior. Pins a transaction to a node: which one, with which session, what a failure means. */
@NullMarked
package io.matapalo.router.pinning;

import org.jspecify.annotations.NullMarked;
