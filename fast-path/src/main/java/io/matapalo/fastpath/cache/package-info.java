/**
 * API. Keeps values that many instances share in Redis, and never fails because of it; knows no
 * value.
 */
@NullMarked
package io.matapalo.fastpath.cache;

import org.jspecify.annotations.NullMarked;
