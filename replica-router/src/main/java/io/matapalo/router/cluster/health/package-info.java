/** Interior. Probes the nodes of a cluster, each by a thread and a connection of its own. */
@NullMarked
package io.matapalo.router.cluster.health;

import org.jspecify.annotations.NullMarked;
