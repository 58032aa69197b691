/** API. Redis and memcached on loopback. */
@NullMarked
package io.matapalo.testkit.caches;

import org.jspecify.annotations.NullMarked;
