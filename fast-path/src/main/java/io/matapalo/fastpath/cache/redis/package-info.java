/**
 * API. Keeps values that many processes share in Redis, and never fails because of it; knows no
 * value.
 */
@NullMarked
package io.matapalo.fastpath.cache.redis;

import org.jspecify.annotations.NullMarked;
