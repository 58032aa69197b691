/** Interior. From what is known of a request to the cluster that answers it. Pure. */
@NullMarked
package io.matapalo.proxy.routing;

import org.jspecify.annotations.NullMarked;
