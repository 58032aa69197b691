/** API. Tells customers of their paid orders, beside the answer and as well as it can. */
@NullMarked
package io.matapalo.fastpath.notifications;

import org.jspecify.annotations.NullMarked;
