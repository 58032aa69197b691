/**
 * API. Searches files for card numbers, plain or disguised. A test can then say that none is left
 * anywhere.
 */
@NullMarked
package io.matapalo.perf.cards;

import org.jspecify.annotations.NullMarked;
