/** API. Statements with names, their parameters and rows. */
@NullMarked
package io.matapalo.fastpath.rows;

import org.jspecify.annotations.NullMarked;
