/** API. The house rules as checks: over classes with ArchUnit, over packages by their sources. */
@NullMarked
package io.matapalo.testkit.rules;

import org.jspecify.annotations.NullMarked;
