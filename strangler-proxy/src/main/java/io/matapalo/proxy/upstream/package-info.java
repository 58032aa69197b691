/** Interior. HTTP/1.1 towards the upstreams: connections, their pools, the codec. Confined to I/O threads. */
@NullMarked
package io.matapalo.proxy.upstream;

import org.jspecify.annotations.NullMarked;
