/**
 * API. What a routed connection tells its application of a transaction: its state, and the two
 * exceptions that no driver throws.
 */
@NullMarked
package io.matapalo.router.connection;

import org.jspecify.annotations.NullMarked;
