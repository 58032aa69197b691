/** API. Moves a schema and its rows in reversible steps. */
@NullMarked
package io.matapalo.migration;

import org.jspecify.annotations.NullMarked;
