/** Interior. The way of one request as a list of steps, and the steps 1 to 5. */
@NullMarked
package io.matapalo.proxy.pipeline;

import org.jspecify.annotations.NullMarked;
