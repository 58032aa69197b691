/**
 * Searches files for card numbers, plain or disguised, so that a test can say that none is left
 * anywhere.
 */
@NullMarked
package io.matapalo.testkit.cards;

import org.jspecify.annotations.NullMarked;
