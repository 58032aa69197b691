/**
 * Interior. The servers of a stack: databases of one or several nodes, the network before them,
 * Redis, memcached.
 */
@NullMarked
package io.matapalo.perf.launcher.servers;

import org.jspecify.annotations.NullMarked;
