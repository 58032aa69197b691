/**
 * API. Freshness marks, by which a read waits until its node shows what the session has seen:
 * {@link io.matapalo.router.freshness.Marks} for users, the gate for routed connections.
 */
@NullMarked
package io.matapalo.router.freshness;

import org.jspecify.annotations.NullMarked;
