/** Interior. The proxy's own paths below the reserved prefix: health and status. */
@NullMarked
package io.matapalo.proxy.admin;

import org.jspecify.annotations.NullMarked;
