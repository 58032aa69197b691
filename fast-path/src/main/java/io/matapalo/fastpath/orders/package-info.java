/** API. Orders as rows: reading them, and booking one in one transaction. */
@NullMarked
package io.matapalo.fastpath.orders;

import org.jspecify.annotations.NullMarked;
