/** Tests of the migration tool. */
@NullMarked
package io.matapalo.migration;

import org.jspecify.annotations.NullMarked;
