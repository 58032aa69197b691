/** Interior. Orders as rows: reading, booking in one transaction, and settling. */
@NullMarked
package io.matapalo.fastpath.orders;

import org.jspecify.annotations.NullMarked;
