/**
 * Interior. The clusters at work: their instances, connections and pools. Connections are confined
 * to I/O threads.
 */
@NullMarked
package io.matapalo.proxy.upstream;

import org.jspecify.annotations.NullMarked;
