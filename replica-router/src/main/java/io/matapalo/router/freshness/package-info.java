/** Interior. Freshness marks: reads wait until a node shows what the session has seen. */
@NullMarked
package io.matapalo.router.freshness;

import org.jspecify.annotations.NullMarked;
