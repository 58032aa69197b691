/** Interior. How servers of each kind are asked for positions, and made to wait for one. */
@NullMarked
package io.matapalo.router.freshness.position;

import org.jspecify.annotations.NullMarked;
