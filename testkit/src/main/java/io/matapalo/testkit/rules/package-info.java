/**
 * The house rules as checks: over classes with ArchUnit, over sources with the compiler's own
 * parser.
 */
@NullMarked
package io.matapalo.testkit.rules;

import org.jspecify.annotations.NullMarked;
