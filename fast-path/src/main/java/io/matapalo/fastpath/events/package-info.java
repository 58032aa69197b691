/** API. The service Events: what is on, with what is left of it. */
@NullMarked
package io.matapalo.fastpath.events;

import org.jspecify.annotations.NullMarked;
