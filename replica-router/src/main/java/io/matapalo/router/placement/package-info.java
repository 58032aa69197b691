/** API. The placement of instances on the nodes of a cluster; pure. */
@NullMarked
package io.matapalo.router.placement;

import org.jspecify.annotations.NullMarked;
