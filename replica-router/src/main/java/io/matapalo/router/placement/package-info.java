/** Interior. Decides which node an instance uses; pure. */
@NullMarked
package io.matapalo.router.placement;

import org.jspecify.annotations.NullMarked;
