/** Interior. Learns positions from connections and makes reads wait for them. */
@NullMarked
package io.matapalo.router.freshness;

import org.jspecify.annotations.NullMarked;
