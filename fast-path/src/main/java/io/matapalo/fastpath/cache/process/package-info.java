/**
 * API. The scope {@code process}: entries in this process's memory, in Caffeine, filled under
 * leases and floors.
 */
@NullMarked
package io.matapalo.fastpath.cache.process;

import org.jspecify.annotations.NullMarked;
