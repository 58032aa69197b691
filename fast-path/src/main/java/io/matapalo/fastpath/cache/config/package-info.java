/** API. The settings of all caches, as {@code caches.yaml} has them. */
@NullMarked
package io.matapalo.fastpath.cache.config;

import org.jspecify.annotations.NullMarked;
