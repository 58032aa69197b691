/** Interior. The health of a cluster's nodes, and the nodes on which transactions may begin. */
@NullMarked
package io.matapalo.router.cluster;

import org.jspecify.annotations.NullMarked;
