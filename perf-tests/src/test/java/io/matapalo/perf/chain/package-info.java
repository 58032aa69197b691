/**
 * The whole chain, started once: both sides of the example compared, cut over, killed and searched.
 */
@NullMarked
package io.matapalo.perf.chain;

import org.jspecify.annotations.NullMarked;
