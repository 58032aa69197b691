/** API. The unit of work that an application writes, and the transaction that it is given. */
@NullMarked
package io.matapalo.router.transaction.work;

import org.jspecify.annotations.NullMarked;
