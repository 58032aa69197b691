/** API. Answers strangled operations on the wire contract of the monolith. */
@NullMarked
package io.matapalo.fastpath;

import org.jspecify.annotations.NullMarked;
