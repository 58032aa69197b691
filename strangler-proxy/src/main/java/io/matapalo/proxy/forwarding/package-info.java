/** Interior. Steps 7 and 8: an admitted request goes to an instance, and the answer comes back. */
@NullMarked
package io.matapalo.proxy.forwarding;

import org.jspecify.annotations.NullMarked;
