/** API. How long work may take, how often it is repeated, and how it ends. */
@NullMarked
package io.matapalo.fastpath.pacing;

import org.jspecify.annotations.NullMarked;
