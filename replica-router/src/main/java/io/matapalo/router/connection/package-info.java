/** API. The state of a routed transaction, and the two exceptions that no driver throws. */
@NullMarked
package io.matapalo.router.connection;

import org.jspecify.annotations.NullMarked;
