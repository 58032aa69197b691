/** Interior. Which side answers each operation: immutable, versioned tables. Pure. */
@NullMarked
package io.matapalo.proxy.cutover;

import org.jspecify.annotations.NullMarked;
