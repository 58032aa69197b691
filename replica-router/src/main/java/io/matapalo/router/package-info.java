/** API. Puts each instance on a database node and records its SQL. */
@NullMarked
package io.matapalo.router;

import org.jspecify.annotations.NullMarked;
