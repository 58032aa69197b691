/** Interior. Which client is it, and which instance does it stick to. Pure. */
@NullMarked
package io.matapalo.proxy.affinity;

import org.jspecify.annotations.NullMarked;
